import { runBeside } from '../beside.js';
import { atLeast } from '../figure.js';
import { alternate, cost, quick } from '../measure.js';
import { row } from '../row.js';

const IDLE = 1_000_000;
const CYCLES = 50_000;

/** Both runs are there all the time, so that both have the same heap and the collector the same work. */
await row('cycle-beside-idle', 'the same beside 1,000,000 idle scheduled keys', async (notes) => {
  const sample = (idle: number) => {
    const run = runBeside(idle);
    return () =>
      cost(CYCLES, async () => notes.check((await run.cycles(CYCLES)) === CYCLES, 'cycles are missing'));
  };
  const { none, idle } = await alternate(quick ? 15 : 81, { none: sample(0), idle: sample(IDLE) });
  notes.ratio('of the rate with none', none.cpu, idle.cpu, atLeast(0.85));
  notes.figure('a cycle beside none', 'µs', none.cpu);
  notes.figure('a cycle beside 1,000,000', 'µs', idle.cpu);
});
