import { map, merge, timer } from 'rxjs';
import { smartPoll, type Task } from 'rxjs-smartpoll';

const pace = 1500; // 200 to 5000 ms

const poll = (symbol: string): Task<string, string, string> => ({
  startDue: 0,
  repeatDue: pace,
  project: () => timer(200).pipe(map(() => symbol)),
  next: (quote) => [quote],
});

const opened$ = merge(
  timer(4000).pipe(map(() => ({ symbol: 'NVDA', isOpen: true }))),
  timer(9000).pipe(map(() => ({ symbol: 'AAPL', isOpen: false }))),
  timer(14_000).pipe(map(() => ({ symbol: 'AAPL', isOpen: true }))),
);

smartPoll({
  entries: [['AAPL', poll('AAPL')]] as [string, Task<string, string, string>][],
  hooks: {
    chart: {
      source: opened$,
      next: ({ symbol, isOpen }, loop) => {
        if (isOpen) loop.add(symbol, poll(symbol));
        else loop.remove(symbol);
      },
    },
  },
}).subscribe(console.log);
