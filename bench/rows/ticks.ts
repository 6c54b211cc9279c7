import { atLeast, atMost } from '../figure.js';
import { load, WINDOW } from '../load.js';
import { alternate, quick } from '../measure.js';
import { pollers, type Poller } from '../pollers.js';
import { row } from '../row.js';

const KEYS = 100_000;
const CRONER_KEYS = 10_000;
const PERIOD = 1_000;

await row('ticks', '100,000 keys, each every second', async (notes) => {
  const under =
    (poller: Poller, keys = KEYS) =>
    () =>
      load(poller, keys, PERIOD, WINDOW);
  const found = await alternate(
    quick ? 1 : 3,
    {
      ours: under(pollers.ours),
      handWritten: under(pollers.handWritten),
      serialized: under(pollers.serialized),
      exhaust: under(pollers.timerExhaustMap),
    },
    quick ? { warmUp: 0 } : { budget: 60 },
  );
  const { ours, handWritten, serialized, exhaust } = found;
  notes.ratio("of the hand-written loop's CPU time a tick", ours.cpu, handWritten.cpu, atMost(0.25));
  notes.ratio(
    'of timer + exhaustMap merged into one concatMap, which does not reschedule',
    ours.cpu,
    serialized.cpu,
    atMost(0.8),
  );
  notes.ratio('of timer + exhaustMap, which does not serialize either', ours.cpu, exhaust.cpu, atMost(1));
  notes.figure('of the 100,000 ticks/s', '×', ours.share, atLeast(0.99));
  notes.figure('of the ticks due to each, what the last of the keys had', '×', ours.least, atLeast(0.5));
  notes.figure('ours, a tick', 'µs', ours.cpu);
  notes.figure('the hand-written loop, a tick', 'µs', handWritten.cpu);
  notes.figure('the hand-written loop, of the ticks', '×', handWritten.share);
  notes.figure('timer + exhaustMap merged, a tick', 'µs', serialized.cpu);
  notes.figure('timer + exhaustMap merged, of the ticks', '×', serialized.share);
  notes.figure('timer + exhaustMap, a tick', 'µs', exhaust.cpu);
  notes.figure('timer + exhaustMap, of the ticks', '×', exhaust.share);
  if (quick) return;
  const others = await alternate(
    1,
    {
      byHandler: under(pollers.oursByHandler),
      repeated: under(pollers.repeatDelay),
      toad: under(pollers.toadScheduler),
      croner: under(pollers.croner, CRONER_KEYS),
    },
    { warmUp: 0 },
  );
  notes.figure('ours, rescheduled by the handler, a tick', 'µs', others.byHandler.cpu);
  notes.figure('repeat({ delay }), a tick', 'µs', others.repeated.cpu);
  notes.figure('repeat({ delay }), of the ticks', '×', others.repeated.share);
  notes.figure('toad-scheduler, a tick', 'µs', others.toad.cpu);
  notes.figure('toad-scheduler, of the ticks', '×', others.toad.share);
  notes.figure('croner, a tick, 10,000 keys', 'µs', others.croner.cpu);
  notes.figure('croner, of the ticks, 10,000 keys', '×', others.croner.share);
});
