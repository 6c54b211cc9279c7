import { lastValueFrom, of } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { telemetry, type TelemetryOptions } from '../../lib/opentelemetry/index.js';
import { alternate, cost, quick } from '../measure.js';
import { row } from '../row.js';
import { sdk, useContexts } from '../telemetry.js';

const CYCLES = 10_000;

/** The cycle of the row "cycle". */
const config = (done: () => number) => ({
  tasks: {
    key: {
      startDue: 0,
      project: () => of(1),
      next: (_: number, loop: { schedule(key: 'key', due: number): void }) => {
        if (done() < CYCLES) loop.schedule('key', 0);
      },
    },
  },
});

async function cycles(options?: TelemetryOptions): Promise<number> {
  let made = 0;
  const plain = config(() => ++made);
  const run$ = options === undefined ? smartPoll(plain) : smartPoll(telemetry(plain, options));
  await lastValueFrom(run$, { defaultValue: undefined });
  return made;
}

await row('telemetry', 'one key, of(1), rescheduled with 0, under telemetry', async (notes) => {
  useContexts();
  const sample = (spans: boolean) => async () => {
    const { meterProvider, tracerProvider, starts, ended } = sdk();
    const options = spans ? { meterProvider, tracerProvider } : { meterProvider };
    const found = await cost(CYCLES, async () =>
      notes.check((await cycles(options)) === CYCLES, 'cycles are missing'),
    );
    notes.check((await starts()) === CYCLES, 'the metrics have missed some');
    notes.check(ended.count === (spans ? 2 * CYCLES : 0), 'there is not a span for each run and each turn');
    return found;
  };
  const { alone, metrics, both } = await alternate(quick ? 9 : 31, {
    alone: () => cost(CYCLES, async () => notes.check((await cycles()) === CYCLES, 'cycles are missing')),
    metrics: sample(false),
    both: sample(true),
  });
  notes.figure('a cycle alone', 'µs', alone.cpu);
  notes.figure('a cycle with metrics', 'µs', metrics.cpu);
  notes.figure('a cycle with metrics and spans, none of them sampled out', 'µs', both.cpu);
  notes.ratio('of the rate without, with metrics', alone.cpu, metrics.cpu);
  notes.ratio('of the rate without, with metrics and spans', alone.cpu, both.cpu);
});
