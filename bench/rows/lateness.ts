import { exhaustMap, of, Subscription, timer } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { atLeast, atMost } from '../figure.js';
import { numbered } from '../keys.js';
import { alternate, quick, sleep } from '../measure.js';
import { row } from '../row.js';

const KEYS = 10_000;
const PERIOD = 1_000;
const WINDOW = quick ? 1_000 : 2_000;

/** Starts polling and calls `late` with the milliseconds by which each tick came after it was due. */
type Watched = (late: (ms: number) => void) => Subscription;

const ours: Watched = (late) => {
  const due = new Float64Array(KEYS);
  let started = 0;
  const task = {
    startDue: () => (started++ * PERIOD) / KEYS,
    project: ({ key }: { key: number }) => {
      if (due[key]) late(performance.now() - due[key]!);
      return of(key);
    },
    next: (key: number, loop: { schedule(key: number, due: number): void }) => {
      due[key] = performance.now() + PERIOD;
      loop.schedule(key, PERIOD);
    },
  };
  return smartPoll({ entries: numbered(KEYS, task) }).subscribe();
};

/** `timer` has no handler that could say when the next is due: a period after the last, as for `setInterval`. */
const exhaust: Watched = (late) => {
  const due = new Float64Array(KEYS);
  const run = new Subscription();
  for (let key = 0; key < KEYS; key++) {
    const tick = () => {
      if (due[key]) late(performance.now() - due[key]!);
      due[key] = performance.now() + PERIOD;
      return of(key);
    };
    run.add(
      timer((key * PERIOD) / KEYS, PERIOD)
        .pipe(exhaustMap(tick))
        .subscribe(),
    );
  }
  return run;
};

/** The value below which `share` of the sorted `values` lie. */
const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

await row('lateness', '10,000 keys and 10,000 ticks/s', async (notes) => {
  const watch = async (start: Watched) => {
    const late = new Float64Array(KEYS * ((WINDOW * 1.5) / PERIOD));
    let count = 0;
    let watching = false;
    const run = start((ms) => {
      if (watching && count < late.length) late[count++] = ms;
    });
    await sleep(1.5 * PERIOD);
    watching = true;
    const begin = performance.now();
    await sleep(WINDOW);
    const wanted = (KEYS * (performance.now() - begin)) / PERIOD;
    run.unsubscribe();
    const seen = late.subarray(0, count).sort();
    return {
      p50: percentile(seen, 0.5),
      p99: percentile(seen, 0.99),
      first: seen[0]!,
      share: count / wanted,
    };
  };
  const found = await alternate(quick ? 1 : 4, { ours: () => watch(ours), exhaust: () => watch(exhaust) });
  notes.check(Math.min(...found.ours.first) >= 0, 'a tick came early');
  notes.figure('lateness, p99', 'ms', found.ours.p99, atMost(2));
  notes.figure('lateness, p50', 'ms', found.ours.p50);
  notes.figure('earliest', 'ms', found.ours.first);
  notes.figure('of the 10,000 ticks/s', '×', found.ours.share, atLeast(0.98));
  notes.ratio("of timer + exhaustMap's p99", found.ours.p99, found.exhaust.p99);
  notes.figure('timer + exhaustMap, p99', 'ms', found.exhaust.p99);
  notes.figure('timer + exhaustMap, earliest', 'ms', found.exhaust.first);
});
