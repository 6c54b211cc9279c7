import { from, ignoreElements, map, merge, timer } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 1_000;

/** A burst of ten events, four clicks and a task: lanes with something waiting take turns, one each. */
export function fairness(): Picture {
  const work = () => timer(50).pipe(ignoreElements());
  const events = record(UNTIL, (monitor) =>
    smartPoll({
      tasks: {
        poll: { startDue: 0, repeatDue: 150, project: () => timer(100).pipe(map(() => 1)), next: work },
      },
      hooks: {
        bulk: { source: from('0123456789'), next: work },
        clicks: { source: merge(timer(20), timer(60), timer(80), timer(420)), next: work },
      },
      monitor,
    }),
  );
  return { title: 'Fair turns: a burst holds nobody up', events, to: UNTIL };
}
