import { map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const timeout = 1000; // 200 to 4000 ms
const slowest = 2000; // 200 to 5000 ms

const ask = () => {
  const latency = Math.round(Math.random() * slowest);
  return timer(latency).pipe(map(() => `answered after ${latency} ms`));
};

smartPoll({
  tasks: {
    report: {
      startDue: 0,
      repeatDue: 1000,
      timeout, // after this time the request is unsubscribed, and fails with a TimeoutError
      retryDue: 500, // try again this long after a failure
      project: ask,
      next: (answer) => [answer],
      error: (error: Error, loop) => [`${error.name}, failure ${loop.failures}`],
    },
  },
}).subscribe(console.log);
