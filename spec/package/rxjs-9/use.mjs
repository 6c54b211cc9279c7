// RxJS 9 beside RxJS 7: its Observables and Subjects go in wherever an Observable may.
import assert from 'node:assert/strict';
import { firstValueFrom, of } from 'rxjs';
import { behaviorSubject, ColdObservable, Subject } from 'rxjs-9';
import { sharedPoll, smartPoll } from 'rxjs-smartpoll';

const log = [];
const cold = (...values) =>
  new ColdObservable((subscriber) => {
    subscriber.addTeardown(() => log.push('torn down'));
    for (const value of values) subscriber.next(value);
    subscriber.complete();
  });
const clicks = new Subject();
const paused = behaviorSubject(false);
const stop = new Subject();

smartPoll({
  tasks: {
    work: { project: () => cold(1, 2), next: (value) => (value === 2 ? cold(20, 21) : [value]) },
  },
  hooks: { clicks: { source: clicks, next: (_, loop) => loop.schedule('work', 0) } },
  pause: paused,
  drain: stop,
}).subscribe({ next: (value) => log.push(value), complete: () => log.push('completed') });

clicks.next();
paused.next(true);
clicks.next();
log.push('paused');
paused.next(false);
stop.next();
clicks.next();
const round = ['torn down', 1, 20, 21, 'torn down'];
assert.deepEqual(log, [...round, 'paused', ...round, 'completed']);

const shared = sharedPoll({ project: ({ key }) => of(key), every: behaviorSubject(1_000) });
assert.equal(await firstValueFrom(shared('key')), 'key');
