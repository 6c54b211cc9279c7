import { map, timer } from 'rxjs';
import { retryAfter, smartPoll } from 'rxjs-smartpoll';

const pace = 800; // 200 to 5000 ms
const clicksEvery = 1500; // 200 to 5000 ms

class TooManyRequests extends Error {
  constructor(readonly header: string) {
    super('429');
  }
}

// Every fifth request is rejected, and the server asks for five seconds of silence.
let requests = 0;
const ask = () =>
  timer(200).pipe(
    map(() => {
      if (++requests % 5 === 0) throw new TooManyRequests('5');
      return `answer ${requests}`;
    }),
  );

smartPoll({
  tasks: {
    quotes: {
      startDue: 0,
      repeatDue: pace,
      project: ask,
      next: (answer) => [answer],
      error: (error, loop) => {
        if (!(error instanceof TooManyRequests)) throw error;
        // Until then the key does not start, whatever schedules it: the clicks below have to wait too.
        loop.hold('quotes', retryAfter(error.header) ?? 10_000);
        return ['429: silent for 5 s'];
      },
    },
  },
  hooks: {
    click: { source: timer(clicksEvery, clicksEvery), next: (_, loop) => loop.scheduleSooner('quotes', 0) },
  },
}).subscribe(console.log);
