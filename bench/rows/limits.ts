import { of, Subject } from 'rxjs';
import { smartPoll, type Task } from '../../lib/index.js';
import { atMost } from '../figure.js';
import { numbered } from '../keys.js';
import { alternate, cost, quick } from '../measure.js';
import { row } from '../row.js';

const KEYS = 100_000;
const CYCLES = 20_000;

/** A run with keys that wait for a limit that is shut, and one that starts so often under another. */
function beside(waiting: number) {
  const burst = new Subject<number>();
  let left = 0;
  let made = 0;
  smartPoll({
    limits: { shut: {}, open: { concurrent: 1 } },
    entries: numbered<Task<any>>(waiting, { startDue: 0, limit: 'shut', project: () => of(1) }),
    tasks: {
      key: {
        limit: 'open',
        project: () => of(1),
        next: (_, loop) => {
          made++;
          if (--left > 0) loop.schedule('key', 0);
        },
      },
    },
    hooks: { burst: { source: burst, next: (count, loop) => ((left = count), loop.schedule('key', 0)) } },
    onRun: (loop) => loop.holdLimit('shut', null),
  }).subscribe();
  return async (count: number): Promise<number> => {
    made = 0;
    burst.next(count);
    while (left > 0) await new Promise((resolve) => setImmediate(resolve));
    return made;
  };
}

/** A run whose keys all start at once, as far as so many limits let them, one at a time each. */
function sharing(limits: number) {
  const burst = new Subject<void>();
  let started = 0;
  const task = (limit: string): Task<any> => ({ limit, project: () => of(started++) });
  const tasks = Array.from({ length: limits }, (_, i) => task(`${i}`));
  smartPoll({
    limits: Object.fromEntries(tasks.map(({ limit }) => [limit, { concurrent: 1 }])),
    entries: Array.from({ length: KEYS }, (_, key): [number, Task<any>] => [key, tasks[key % limits]!]),
    hooks: {
      burst: {
        source: burst,
        next: (_, loop) => {
          for (let key = 0; key < KEYS; key++) loop.schedule(key, 0);
        },
      },
    },
  }).subscribe();
  return async (): Promise<number> => {
    started = 0;
    burst.next();
    while (started < KEYS) await new Promise((resolve) => setImmediate(resolve));
    return started;
  };
}

await row('limits', '100,000 keys that share limits', async (notes) => {
  const rounds = quick ? 7 : 31;
  const cycles = (waiting: number) => {
    const run = beside(waiting);
    return () => cost(CYCLES, async () => notes.check((await run(CYCLES)) === CYCLES, 'cycles are missing'));
  };
  const { few, many } = await alternate(rounds, { few: cycles(10), many: cycles(KEYS) });
  notes.ratio(
    'a cycle beside 100,000 that wait for a shut limit, of one beside 10',
    many.cpu,
    few.cpu,
    atMost(1.5),
  );
  notes.figure('a cycle beside 100,000', 'µs', many.cpu);

  const starts = (limits: number) => {
    const run = sharing(limits);
    return () => cost(KEYS, async () => notes.check((await run()) === KEYS, 'starts are missing'));
  };
  const { one, thousand } = await alternate(rounds, { one: starts(1), thousand: starts(1_000) });
  notes.ratio(
    'a start, 1,000 limits of 100 keys each, of one of 100,000',
    thousand.cpu,
    one.cpu,
    atMost(1.5),
  );
  notes.figure('a start, 1,000 limits', 'µs', thousand.cpu);
});
