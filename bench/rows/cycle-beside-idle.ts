import { runBeside } from '../beside.js';
import { alternate, atLeast, cost, quick, row } from '../harness.js';

const IDLE = 1_000_000;
const CYCLES = quick ? 200_000 : 500_000;

await row('cycle-beside-idle', 'the same with 1,000,000 idle scheduled keys', async (notes) => {
  const sample = async (idle: number) => {
    const run = runBeside(idle);
    await run.cycles(CYCLES / 10);
    const result = await cost(CYCLES, async () =>
      notes.check((await run.cycles(CYCLES)) === CYCLES, 'cycles are missing'),
    );
    run.stop();
    return result;
  };
  const { none, idle } = await alternate(
    quick ? 1 : 7,
    { none: () => sample(0), idle: () => sample(IDLE) },
    { warmUp: !quick },
  );
  notes.ratio('of the rate with none', none.wall, idle.wall, atLeast(0.5));
  notes.ratio('of the rate with none, by CPU time', none.cpu, idle.cpu);
  notes.figure('a cycle beside none', 'µs', none.wall);
  notes.figure('a cycle beside 1,000,000', 'µs', idle.wall);
});
