import { map, NEVER, throwError, timer } from 'rxjs';
import { smartPoll, watchdog } from 'rxjs-smartpoll';

const stage = 5000; // 1000 to 20000 ms

smartPoll({
  tasks: {
    fine: {
      startDue: 0,
      repeatDue: 2000,
      project: () => timer(300).pipe(map(() => 'fine')),
      next: () => undefined,
    },
    // A request that never answers, without a timeout.
    hangs: { startDue: 1000, project: () => NEVER, next: () => undefined },
    // An error handler that does not schedule the task again.
    forgotten: {
      startDue: 2000,
      repeatDue: 2000,
      project: () => throwError(() => new Error('503')),
      error: (_, loop) => loop.unschedule('forgotten'),
    },
  },
  monitor: watchdog({ turn: 1000, stage }),
}).subscribe();
