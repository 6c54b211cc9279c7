import { of, Subject } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { idleTask, numbered } from './keys.js';

/** A run with `idle` keys that wait for an hour or more, and a key that cycles when it is told how often. */
export function runBeside(idle: number) {
  const burst = new Subject<number>();
  let left = 0;
  let made = 0;
  let done: () => void;
  const run = smartPoll({
    entries: numbered(idle, idleTask),
    tasks: {
      key: {
        project: () => of(1),
        next: (_, loop) => {
          made++;
          if (--left > 0) loop.schedule('key', 0);
          else done();
        },
      },
    },
    hooks: { burst: { source: burst, next: (count, loop) => ((left = count), loop.schedule('key', 0)) } },
  }).subscribe();
  return {
    cycles: (count: number) =>
      new Promise<number>((resolve) => {
        made = 0;
        done = () => resolve(made);
        burst.next(count);
      }),
    stop: () => run.unsubscribe(),
  };
}
