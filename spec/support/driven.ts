import type { Observable, ObservableInput } from 'rxjs';
import { smartPoll, type ControlLoop, type Task } from '../../lib/index.js';
import type { HandlerResult } from '../../lib/config/task.js';

/** What a marble of a hook's source does with the loop, in a turn. */
export type Command = (loop: ControlLoop<any>) => HandlerResult<any>;

/** A hook whose source brings commands. */
export const obey = (source: ObservableInput<Command>) => ({
  source,
  next: (command: Command, loop: ControlLoop<any>) => command(loop),
});

/** A run of one task, `a`, that emits the values of its first stage, and is driven by commands. */
export const driven = (
  source: Observable<unknown>,
  commands: Observable<Command>,
  task: Partial<Task<any>> = {},
): Observable<unknown> =>
  smartPoll({
    tasks: { a: { project: () => source, next: (value: unknown) => [value], ...task } },
    hooks: { commands: obey(commands) },
  });

/** When `a` is due, in milliseconds, or `'none'`, which can be output, as `undefined` cannot. */
export const due = (loop: ControlLoop<any>): number | 'none' => loop.dueTime('a')?.getTime() ?? 'none';
