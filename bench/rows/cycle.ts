import { lastValueFrom, of } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { atLeast } from '../figure.js';
import { bareCycle } from '../floor.js';
import { alternate, cost, quick } from '../measure.js';
import { goSmartpoll } from '../recorded.js';
import { row } from '../row.js';

const CYCLES = 50_000;

/** One key that reschedules itself with 0 until it has run `count` times. */
async function ourCycle(count: number): Promise<number> {
  let made = 0;
  const run$ = smartPoll({
    tasks: {
      key: {
        startDue: 0,
        project: () => of(1),
        next: (_, loop) => {
          if (++made < count) loop.schedule('key', 0);
        },
      },
    },
  });
  await lastValueFrom(run$, { defaultValue: undefined });
  return made;
}

await row('cycle', 'one key, of(1), rescheduled with 0', async (notes) => {
  const wrong = 'cycles are missing';
  const { ours, bare } = await alternate(quick ? 21 : 81, {
    ours: () => cost(CYCLES, async () => notes.check((await ourCycle(CYCLES)) === CYCLES, wrong)),
    bare: () => cost(CYCLES, () => notes.check(bareCycle(CYCLES) === CYCLES, wrong)),
  });
  notes.ratio("of the bare cycle's rate", bare.cpu, ours.cpu, atLeast(0.6));
  notes.ratio("of the bare cycle's rate, by the wall clock", bare.wall, ours.wall);
  notes.figure('ours, a cycle', 'µs', ours.cpu);
  notes.figure('bare, a cycle', 'µs', bare.cpu);
  notes.figure('go-smartpoll, a cycle (recorded)', 'µs', [goSmartpoll.cycle]);
});
