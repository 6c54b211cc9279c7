import { map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const every = 7000; // 1000 to 15000 ms

// The next full ten seconds, as a Date. A due time is milliseconds or a Date.
const nextFullTen = (now: Date) => new Date((Math.floor(now.getTime() / 10_000) + 1) * 10_000);

const work = (name: string) => timer(300).pipe(map(() => name));

smartPoll({
  tasks: {
    interval: {
      startDue: 0,
      repeatDue: every, // from the end of a run to the next start
      project: () => work('interval'),
      next: (name) => [name],
    },
    calendar: {
      startDue: nextFullTen,
      repeatDue: nextFullTen, // by the clock, however long a run takes
      project: () => work('on the full ten seconds'),
      next: (name) => [name],
    },
  },
}).subscribe(console.log);
