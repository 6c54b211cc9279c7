import { concat, map, of, timer } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 1_400;

/** Two keys that come due while the run is paused, and start on resuming, each once. */
export function pausing(): Picture {
  const poll = (latency: number, repeatDue: number) => ({
    startDue: 0,
    repeatDue,
    project: () => timer(latency).pipe(map(() => 1)),
    next: () => timer(20),
  });
  const events = record(UNTIL, (monitor) =>
    smartPoll({
      tasks: { orders: poll(60, 100), stock: poll(120, 220) },
      pause: concat(timer(450).pipe(map(() => true)), timer(400).pipe(map(() => false)), of(false)),
      monitor,
    }),
  );
  return { title: 'Paused: what is due starts on resuming', events, to: UNTIL };
}
