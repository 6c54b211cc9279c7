import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { smartPoll } from 'rxjs-smartpoll';

// A loop as a function of what it asks and hears, so that a test can hand it marbles.
const createInbox = (request: () => Observable<string>, refresh$: Observable<unknown>) =>
  smartPoll({
    tasks: {
      inbox: { startDue: 0, repeatDue: 10, project: request, next: (mail) => [mail] },
    },
    hooks: { refresh: { source: refresh$, next: (_, loop) => loop.scheduleSooner('inbox', 0) } },
  });

const scheduler = new TestScheduler((actual, expected) => {
  const same = JSON.stringify(actual) === JSON.stringify(expected);
  console.log(same ? 'passed' : 'failed', same ? '' : actual, same ? '' : expected);
});

scheduler.run(({ cold, hot, expectObservable }) => {
  const request = cold('--(a|)             ');
  const refresh = hot(' -----r-------------');
  const unsub = '       ------------------!';
  const expected = '    --a----a----------';
  expectObservable(
    createInbox(() => request, refresh),
    unsub,
  ).toBe(expected);
});
