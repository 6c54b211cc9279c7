import { Subject } from 'rxjs';
import { smartPoll, type Task } from '../../lib/index.js';
import { atMost } from '../figure.js';
import { numbered } from '../keys.js';
import { alternate, cost, quick } from '../measure.js';
import { row, type Notes } from '../row.js';

const RUNNING = 200_000;
const FEW = 200;
const ENDS = quick ? 1_000 : 5_000;
/** So many end at once, and as many start again, before the next do. */
const BATCH = 100;

/**
 * Keeps 200,000 first stages running, in runs of `size` each. What it returns ends some of the first
 * `among` keys at random, which then start again. However they are divided, as many are running: so memory
 * and the processor's caches cost the same, and what differs is how many a run has.
 */
function inRunsOf(size: number, notes: Notes) {
  const stages: Subject<never>[] = [];
  let starts = 0;
  let ends = 0;
  const task: Task<number> = {
    startDue: 0,
    project: ({ key }) => {
      starts++;
      return (stages[key] = new Subject<never>());
    },
    complete: (loop) => {
      ends++;
      loop.schedule(loop.key, 0);
    },
  };
  for (let first = 0; first < RUNNING; first += size) {
    smartPoll({ entries: numbered(size, task, first) }).subscribe();
  }
  const started = async (wanted: number) => {
    while (starts < wanted) await new Promise(setImmediate);
  };
  const end = (among: number) => {
    const keys = new Set<number>();
    while (keys.size < BATCH) keys.add(Math.floor(Math.random() * among));
    for (const key of keys) stages[key]!.complete();
  };
  return (among: number) => async () => {
    await started(RUNNING);
    const found = await cost(ENDS, async () => {
      for (let batch = 1; batch <= ENDS / BATCH; batch++) {
        end(among);
        await started(RUNNING + batch * BATCH);
      }
    });
    notes.check(
      ends === ENDS && starts === RUNNING + ENDS,
      `${ends} stages ended, ${starts - RUNNING} started`,
    );
    starts = RUNNING;
    ends = 0;
    return found;
  };
}

await row('ends', 'a first stage that ends and starts again, with 200,000 running', async (notes) => {
  const [one, divided] = [inRunsOf(RUNNING, notes), inRunsOf(FEW, notes)];
  const any = await alternate(quick ? 3 : 9, { many: one(RUNNING), few: divided(RUNNING) });
  const some = await alternate(quick ? 3 : 9, { many: one(FEW), few: divided(FEW) });
  notes.ratio('any, all in one run, of the cost in runs of 200', any.many.cpu, any.few.cpu, atMost(1.5));
  notes.ratio('always the same 200, of the same', some.many.cpu, some.few.cpu);
  notes.figure('any, in one run', 'µs', any.many.cpu);
  notes.figure('any, in runs of 200', 'µs', any.few.cpu);
  notes.figure('always the same 200, in one run', 'µs', some.many.cpu);
  notes.figure('always the same 200, in runs of 200', 'µs', some.few.cpu);
});
