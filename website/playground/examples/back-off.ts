import { mergeMap, of, throwError, timer } from 'rxjs';
import { backoff, smartPoll } from 'rxjs-smartpoll';

const latency = 300; // 50 to 2000 ms
const failureRate = 0.5; // 0 to 1
const initial = 500; // 100 to 3000 ms
const max = 8000; // 1000 to 20000 ms

const ask = () =>
  timer(latency).pipe(
    mergeMap(() => (Math.random() < failureRate ? throwError(() => new Error('503')) : of('fine'))),
  );

// 500 ms after the first failure, then 1 s, 2 s, 4 s, and so on up to the limit.
const delay = backoff({ initial, max, jitter: 'none' });

smartPoll({
  tasks: {
    status: {
      startDue: 0,
      repeatDue: 2000,
      project: ask,
      next: (status) => [status],
      error: (error: Error, loop) => {
        loop.schedule('status', delay(loop.failures));
        return [`${error.message}, failure ${loop.failures}`];
      },
    },
  },
}).subscribe(console.log);
