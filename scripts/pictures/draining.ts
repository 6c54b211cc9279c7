import { map, timer } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 800;

/** Two keys of which one is at work as the run drains: it gets its turn, and the run completes. */
export function draining(): Picture {
  const job = (latency: number, repeatDue: number) => ({
    startDue: 0,
    repeatDue,
    project: () => timer(latency).pipe(map(() => 1)),
    next: () => timer(20),
  });
  const events = record(UNTIL, (monitor) =>
    smartPoll({ tasks: { upload: job(180, 100), ping: job(40, 90) }, drain: timer(450), monitor }),
  );
  return { title: 'Drained: what runs may finish', events, to: 700 };
}
