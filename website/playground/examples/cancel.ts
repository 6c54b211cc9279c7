import { finalize, map, merge, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const latency = 4000; // 500 to 8000 ms
const giveUpAfter = 2500; // 500 to 8000 ms

let requests = 0;
const ask = () => {
  const number = ++requests;
  let answered = false;
  return timer(latency).pipe(
    map(() => {
      answered = true;
      return `answer ${number}`;
    }),
    finalize(() => answered || console.log(`request ${number} was aborted`)),
  );
};

smartPoll({
  tasks: {
    report: { startDue: 0, project: ask, next: (answer) => [answer] },
  },
  hooks: {
    // The user gives up, and tries again five seconds later.
    giveUp: {
      source: merge(timer(giveUpAfter), timer(giveUpAfter + 12_000)),
      next: (_, loop) => {
        if (loop.cancel('report')) loop.schedule('report', 5000);
      },
    },
  },
}).subscribe(console.log);
