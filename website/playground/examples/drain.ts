import { map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const shutdownAt = 9000; // 1000 to 25000 ms
const upload = 4000; // 500 to 10000 ms

smartPoll({
  tasks: {
    upload: {
      startDue: 0,
      repeatDue: 1000,
      project: () => timer(upload).pipe(map(() => 'uploaded')),
      next: (what) => [what],
    },
    ping: {
      startDue: 0,
      repeatDue: 1500,
      project: () => timer(200).pipe(map(() => 'pong')),
      next: (what) => [what],
    },
  },
  // Nothing new starts. Running work is still handled, and then the loop completes.
  drain: timer(shutdownAt),
}).subscribe({ next: console.log, complete: () => console.log('complete') });
