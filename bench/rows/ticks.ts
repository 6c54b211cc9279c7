import { alternate, atLeast, atMost, quick, row } from '../harness.js';
import { load } from '../load.js';
import { pollers } from '../peers.js';

const KEYS = 100_000;
const CRONER_KEYS = 10_000;
const PERIOD = 1_000;
const WINDOW = quick ? 2_100 : 4_100;

await row('ticks', '100,000 keys, each every second', async (notes) => {
  const { ours, timerExhaustMap, repeatDelay, interval, toadScheduler, croner } = pollers;
  const found = await alternate(
    quick ? 1 : 3,
    {
      ours: () => load(ours, KEYS, PERIOD, WINDOW),
      exhaust: () => load(timerExhaustMap, KEYS, PERIOD, WINDOW),
      repeated: () => load(repeatDelay, KEYS, PERIOD, WINDOW),
    },
    { warmUp: false },
  );
  notes.figure('of the 100,000 ticks/s', '×', found.ours.share, atLeast(0.99));
  notes.figure(
    'of the ticks due to each, what the last of the keys had',
    '×',
    found.ours.least,
    atLeast(0.5),
  );
  notes.ratio("of timer + exhaustMap's CPU time a tick", found.ours.cpu, found.exhaust.cpu, atMost(0.8));
  notes.ratio("of repeat({ delay })'s CPU time a tick", found.ours.cpu, found.repeated.cpu, atMost(0.3));
  notes.figure('ours, CPU a tick', 'µs', found.ours.cpu);
  notes.figure('timer + exhaustMap, CPU a tick', 'µs', found.exhaust.cpu);
  notes.figure('timer + exhaustMap, of the ticks', '×', found.exhaust.share);
  notes.figure('repeat({ delay }), CPU a tick', 'µs', found.repeated.cpu);
  notes.figure('repeat({ delay }), of the ticks', '×', found.repeated.share);
  if (quick) return;
  const others = await alternate(
    1,
    {
      interval: () => load(interval, KEYS, PERIOD, WINDOW),
      toad: () => load(toadScheduler, KEYS, PERIOD, WINDOW),
      croner: () => load(croner, CRONER_KEYS, PERIOD, WINDOW),
    },
    { warmUp: false },
  );
  notes.figure('setInterval, CPU a tick', 'µs', others.interval.cpu);
  notes.figure('toad-scheduler, CPU a tick', 'µs', others.toad.cpu);
  notes.figure('toad-scheduler, of the ticks', '×', others.toad.share);
  notes.figure('croner, CPU a tick, 10,000 keys', 'µs', others.croner.cpu);
  notes.figure('croner, of the ticks, 10,000 keys', '×', others.croner.share);
});
