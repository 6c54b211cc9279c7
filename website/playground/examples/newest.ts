import { ignoreElements, map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const positionsEvery = 300; // 100 to 3000 ms
const turn = 1000; // 100 to 3000 ms

smartPoll({
  tasks: {
    weather: { startDue: 0, repeatDue: 8000, project: () => timer(500).pipe(map(() => 'weather')) },
  },
  hooks: {
    position: {
      source: timer(0, positionsEvery),
      // While a handler is busy, only the newest position waits.
      buffer: { limit: 1, overflow: 'drop-oldest' },
      next: (position) => {
        console.log(`draws position ${position}`);
        return timer(turn).pipe(ignoreElements());
      },
    },
  },
}).subscribe();
