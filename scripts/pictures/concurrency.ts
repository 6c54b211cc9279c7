import { map, timer } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 700;

/** Four keys due at once, two at work: the others wait in line, and the alarm goes first. */
export function concurrency(): Picture {
  const fetch = (latency: number, priority = 0) => ({
    startDue: 0,
    priority,
    project: () => timer(latency).pipe(map(() => 1)),
    next: () => timer(20),
  });
  const events = record(UNTIL, (monitor) =>
    smartPoll({
      tasks: {
        news: fetch(200),
        mail: fetch(300),
        weather: fetch(250),
        thumbnails: fetch(150, -1),
        alarm: { ...fetch(100, 1), startDue: 60 },
      },
      concurrent: 2,
      monitor,
    }),
  );
  return { title: 'Two at a time, the alarm first in line', events, to: UNTIL };
}
