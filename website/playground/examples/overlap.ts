import { map, timer } from 'rxjs';
import { smartPoll, type Overlap } from 'rxjs-smartpoll';

const latency = 2500; // 200 to 6000 ms
const clicksEvery = 1000; // 200 to 5000 ms

// The same clicks make each of these due, even while it is still running.
const policies: Overlap[] = ['latch', 'exhaust', 'concat', 'switch', 'merge'];

smartPoll({
  entries: policies.map((overlap) => [
    overlap,
    {
      overlap,
      project: () => timer(latency).pipe(map(() => overlap)),
      next: (done: string) => [done],
    },
  ]),
  hooks: {
    click: {
      source: timer(500, clicksEvery),
      next: (_, loop) => policies.forEach((policy) => loop.schedule(policy, 0)),
    },
  },
}).subscribe(console.log);
