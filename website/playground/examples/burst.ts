import { concatMap, ignoreElements, map, range, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const turn = 400; // 50 to 1000 ms
const burst = 20; // 1 to 50

const work = () => timer(turn).pipe(ignoreElements());

smartPoll({
  tasks: {
    poll: {
      startDue: 0,
      repeatDue: 1500,
      project: () => timer(300).pipe(map(() => 1)),
      next: work,
    },
  },
  hooks: {
    // Many events at once. The poll and the clicks still wait for only one of them, not for all.
    bulk: { source: timer(2000).pipe(concatMap(() => range(0, burst))), next: work },
    clicks: { source: timer(2500, 3000), next: work },
  },
}).subscribe();
