import type { HandlerName } from '../config/loop-event.js';
import type { TaskState } from './task-state.js';

/** What a loop and each of its keys are up to, as plain data: what a health page needs. */
export interface LoopSnapshot {
  /** `'idle'` before the first run, and once a run was unsubscribed; `'complete'` or `'error'` as a run has ended by itself. */
  readonly status: 'idle' | 'running' | 'complete' | 'error';
  /** Since when `status` is so; `undefined` before the first run. */
  readonly since: Date | undefined;
  readonly paused: boolean;
  readonly draining: boolean;
  /** Where the run waits for work of an earlier one, and nothing happens before that has settled: its keys. */
  readonly leftovers: readonly string[] | undefined;
  /** How many runs of tasks go on. */
  readonly running: number;
  /** How many keys are due and have not started. */
  readonly ready: number;
  /** How many notifications wait for their turns, about. */
  readonly queued: number;
  /** The turn in progress: it stops everything until it ends. */
  readonly turn:
    | { readonly handler: HandlerName; readonly key?: string; readonly hook?: string; readonly since: Date }
    | undefined;
  /** Each key, its error as a text. */
  readonly tasks: readonly (Omit<TaskState, 'lastError'> & {
    readonly key: string;
    readonly lastError: string | undefined;
  })[];
}
