import { map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const changing = 500; // 100 to 2000 ms
const steady = 4000; // 1000 to 10000 ms

// A price that moves for five seconds in every fifteen.
const started = Date.now();
const ask = () =>
  timer(150).pipe(
    map(() => {
      const second = Math.floor((Date.now() - started) / 1000) % 15;
      return 100 + Math.min(second, 5);
    }),
  );

let last: number | undefined;

smartPoll({
  tasks: {
    price: {
      startDue: 0,
      project: ask,
      next: (price, loop) => {
        const moves = price !== last;
        last = price;
        loop.schedule('price', moves ? changing : steady);
        return [`${price}${moves ? ' moves' : ''}`];
      },
    },
  },
}).subscribe(console.log);
