import { map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const latency = 400; // 50 to 3000 ms
const pricePace = 2000; // 500 to 10000 ms
const newsPace = 5000; // 500 to 10000 ms

// A stand-in for a request.
let answers = 0;
const ask = (what: string) => timer(latency).pipe(map(() => `${what} ${++answers}`));

smartPoll({
  tasks: {
    price: {
      startDue: 0, // at once
      project: () => ask('price'), // the request, in the background
      next: (price, loop) => {
        // Handlers run one at a time, so shared state needs no lock.
        loop.schedule('price', pricePace);
        return [price]; // what the loop emits
      },
    },
    news: {
      startDue: 0,
      project: () => ask('news'),
      next: (news, loop) => {
        loop.schedule('news', newsPace);
        return [news];
      },
    },
  },
}).subscribe((answer) => console.log(answer));
