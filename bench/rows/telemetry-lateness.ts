import { of } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { telemetry } from '../../lib/opentelemetry/index.js';
import { atLeast } from '../figure.js';
import { numbered } from '../keys.js';
import { alternate, cpuTime, quick, sleep } from '../measure.js';
import { row } from '../row.js';
import { sdk, useContexts } from '../telemetry.js';

const KEYS = 10_000;
const PERIOD = 1_000;
const WINDOW = quick ? 1_000 : 2_000;

/** The value below which `share` of the sorted `values` lie. */
const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

await row('telemetry-lateness', '10,000 keys and 10,000 ticks/s, under telemetry', async (notes) => {
  useContexts();
  const watch = async (spans: boolean) => {
    const { meterProvider, tracerProvider } = sdk();
    const due = new Float64Array(KEYS);
    const late = new Float64Array(KEYS * ((WINDOW * 1.5) / PERIOD));
    let [started, count, watching] = [0, 0, false];
    const task = {
      startDue: () => (started++ * PERIOD) / KEYS,
      project: ({ key }: { key: number }) => {
        if (watching && due[key] && count < late.length) late[count++] = performance.now() - due[key];
        return of(key);
      },
      next: (key: number, loop: { schedule(key: number, due: number): void }) => {
        due[key] = performance.now() + PERIOD;
        loop.schedule(key, PERIOD);
      },
    };
    const options = { meterProvider, ...(spans && { tracerProvider }) };
    const run = smartPoll(telemetry({ entries: numbered(KEYS, task) }, options)).subscribe();
    await sleep(1.5 * PERIOD);
    watching = true;
    const before = cpuTime();
    const begin = performance.now();
    await sleep(WINDOW);
    const elapsed = performance.now() - begin;
    const busy = (cpuTime() - before) / 1_000 / elapsed;
    run.unsubscribe();
    const seen = late.subarray(0, count).sort();
    notes.check(count > 0, 'no key had a second tick');
    notes.check(seen[0]! >= 0, 'a tick came early');
    return {
      p50: percentile(seen, 0.5),
      p99: percentile(seen, 0.99),
      share: count / ((KEYS * elapsed) / PERIOD),
      busy,
    };
  };
  const { metrics, both } = await alternate(quick ? 1 : 4, {
    metrics: () => watch(false),
    both: () => watch(true),
  });
  notes.figure('of the 10,000 ticks/s, with metrics', '×', metrics.share, atLeast(0.98));
  notes.figure('of the 10,000 ticks/s, with metrics and spans', '×', both.share, atLeast(0.98));
  notes.figure('lateness with metrics, p50', 'ms', metrics.p50);
  notes.figure('lateness with metrics, p99', 'ms', metrics.p99);
  notes.figure('lateness with metrics and spans, p50', 'ms', both.p50);
  notes.figure('lateness with metrics and spans, p99', 'ms', both.p99);
  notes.figure('of one core, with metrics', '×', metrics.busy);
  notes.figure('of one core, with metrics and spans', '×', both.busy);
});
