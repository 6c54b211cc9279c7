import { map, merge, timer } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 1_500;

/** The guide's report that somebody gives up, and tries again 200 ms later. */
export function cancelling(): Picture {
  const events = record(UNTIL, (monitor) =>
    smartPoll({
      tasks: {
        report: { startDue: 0, project: () => timer(400).pipe(map(() => 1)), next: () => timer(60) },
        news: {
          startDue: 0,
          repeatDue: 200,
          project: () => timer(100).pipe(map(() => 1)),
          next: () => timer(30),
        },
      },
      hooks: {
        giveUp: {
          source: merge(timer(250), timer(650)),
          next(_, loop) {
            if (loop.cancel('report')) loop.schedule('report', 200);
          },
        },
      },
      monitor,
    }),
  );
  return { title: 'Cancelled: one stops, the others go on', events, to: UNTIL };
}
