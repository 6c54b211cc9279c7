import { atMost } from '../figure.js';
import { load } from '../load.js';
import { alternate, quick } from '../measure.js';
import { pollers, type Poller } from '../pollers.js';
import { row } from '../row.js';

/** Ticks a second, of all keys. */
const RATE = 50_000;
/** Short, so that what the machine does meanwhile hits the three alike. */
const WINDOW = 500;

await row('ticks-of-few', '100 and 1,000 keys, 50,000 ticks/s', async (notes) => {
  for (const keys of [100, 1_000]) {
    const under = (poller: Poller) => () => load(poller, keys, (keys * 1000) / RATE, WINDOW);
    const { ours, handWritten, serialized } = await alternate(quick ? 1 : 7, {
      ours: under(pollers.ours),
      handWritten: under(pollers.handWritten),
      serialized: under(pollers.serialized),
    });
    const of = `${keys.toLocaleString('en')} keys`;
    notes.ratio(`${of}, of the hand-written loop's CPU time a tick`, ours.cpu, handWritten.cpu, atMost(0.4));
    notes.ratio(
      `${of}, of timer + exhaustMap merged into one concatMap`,
      ours.cpu,
      serialized.cpu,
      atMost(1.2),
    );
    notes.figure(`${of}, ours, a tick`, 'µs', ours.cpu);
    notes.figure(`${of}, ours, of the ticks`, '×', ours.share);
    notes.figure(`${of}, the hand-written loop, a tick`, 'µs', handWritten.cpu);
    notes.figure(`${of}, timer + exhaustMap merged, a tick`, 'µs', serialized.cpu);
  }
});
