import { map, merge, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const hiddenAt = 6000; // 1000 to 15000 ms
const shownAt = 16000; // 1000 to 29000 ms

// On a real page, use pageHidden() and offline() from this package.
const hidden$ = merge(timer(hiddenAt).pipe(map(() => true)), timer(shownAt).pipe(map(() => false)));

const poll = (name: string, every: number) => ({
  startDue: 0,
  repeatDue: every,
  project: () => timer(400).pipe(map(() => name)),
  next: (answer: string) => [answer],
});

smartPoll({
  tasks: { orders: poll('orders', 1000), stock: poll('stock', 2500) },
  pause: hidden$,
}).subscribe(console.log);
