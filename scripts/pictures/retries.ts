import { map, mergeMap, throwError, timer } from 'rxjs';
import { backoff, smartPoll } from '../../lib/index.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 12_000;

/** A provider that is away for three requests: tried again later and later, then polled as before. */
export function retries(): Picture {
  const retry = backoff({ initial: 500, max: 10_000, jitter: 'none' });
  let requests = 0;
  const ask = () => {
    const failing = ++requests > 2 && requests < 6;
    return timer(250).pipe(mergeMap(() => (failing ? throwError(() => new Error('503')) : [requests])));
  };
  const events = record(UNTIL, (monitor) =>
    smartPoll({
      tasks: {
        weather: {
          startDue: 0,
          project: ask,
          next: (_, loop) => loop.schedule('weather', 1_000),
          error: (_, loop) => loop.schedule('weather', retry(loop.failures)),
        },
        clock: { startDue: 0, repeatDue: 900, project: () => timer(100).pipe(map(() => 1)) },
      },
      monitor,
    }),
  );
  return { title: 'Failures: tried again later and later', events, to: UNTIL };
}
