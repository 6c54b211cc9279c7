import { map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const pace = 2000; // 500 to 10000 ms
const starts = 3; // 1 to 10
const per = 4000; // 1000 to 10000 ms

const symbols = ['AAPL', 'GOOG', 'MSFT', 'NVDA', 'TSLA'];

smartPoll({
  // Together they start at most `starts` times in any `per` milliseconds.
  limits: { host: { rate: { starts, per } } },
  entries: symbols.map((symbol) => [
    symbol,
    {
      startDue: 0,
      repeatDue: pace,
      limit: 'host',
      project: () => timer(250).pipe(map(() => 100 + Math.round(20 * Math.random()))),
      next: (price: number) => [`${symbol} ${price}`],
    },
  ]),
}).subscribe(console.log);
