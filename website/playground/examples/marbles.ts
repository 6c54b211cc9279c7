import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { smartPoll } from 'rxjs-smartpoll';

// The loop is a function of its requests and events, so a test can pass in marbles.
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
