import { Cron } from 'croner';
import {
  asyncScheduler,
  concatMap,
  defer,
  EMPTY,
  exhaustMap,
  mergeMap,
  of,
  range,
  repeat,
  Subject,
  subscribeOn,
  Subscription,
  switchMap,
  timer,
} from 'rxjs';
import { SimpleIntervalJob, Task, ToadScheduler } from 'toad-scheduler';
import { smartPoll, type ControlLoop } from '../lib/index.js';
import { numbered } from './keys.js';

/**
 * Polls `keys` keys, each first after `first(key)` milliseconds and then every `period`, and tells each
 * result to `tick`. Returns how to stop.
 */
export type Poller = (
  keys: number,
  period: number,
  first: (key: number) => number,
  tick: (key: number) => void,
) => () => void;

/** Reschedules each key after its turn; one turn at a time. */
const ours: Poller = (keys, period, first, tick) => {
  let started = 0;
  const task = {
    startDue: () => first(started++),
    repeatDue: period,
    project: ({ key }: { key: number }) => of(key),
    next: (key: number) => tick(key),
  };
  const run = smartPoll({ entries: numbered(keys, task) }).subscribe();
  return () => run.unsubscribe();
};

/** The same, but that the handler reschedules. */
const oursByHandler: Poller = (keys, period, first, tick) => {
  let started = 0;
  const task = {
    startDue: () => first(started++),
    project: ({ key }: { key: number }) => of(key),
    next: (key: number, loop: ControlLoop<number>) => {
      tick(key);
      loop.schedule(key, period);
    },
  };
  const run = smartPoll({ entries: numbered(keys, task) }).subscribe();
  return () => run.unsubscribe();
};

/** What a user would write who has no such library. It does the same: the handler reschedules, one at a time. */
const handWritten: Poller = (keys, period, first, tick) => {
  const dues = Array.from({ length: keys }, () => new Subject<number>());
  const run = range(0, keys)
    .pipe(
      mergeMap((key) =>
        dues[key]!.pipe(
          switchMap((due) => timer(due)),
          exhaustMap(() => of(key)),
        ),
      ),
      concatMap((key) => {
        tick(key);
        dues[key]!.next(period);
        return EMPTY;
      }),
    )
    .subscribe();
  for (let key = 0; key < keys; key++) dues[key]!.next(first(key));
  return () => run.unsubscribe();
};

/** One handler at a time, but nothing is rescheduled: each timer goes on by itself. */
const serialized: Poller = (keys, period, first, tick) => {
  const run = range(0, keys)
    .pipe(
      mergeMap((key) => timer(first(key), period).pipe(exhaustMap(() => of(key)))),
      concatMap((key) => {
        tick(key);
        return EMPTY;
      }),
    )
    .subscribe();
  return () => run.unsubscribe();
};

/** Neither rescheduled nor one at a time. */
const timerExhaustMap: Poller = (keys, period, first, tick) => {
  const run = new Subscription();
  for (let key = 0; key < keys; key++) {
    run.add(
      timer(first(key), period)
        .pipe(exhaustMap(() => of(key)))
        .subscribe(tick),
    );
  }
  return () => run.unsubscribe();
};

/** Rescheduled, but not one at a time. */
const repeatDelay: Poller = (keys, period, first, tick) => {
  const run = new Subscription();
  for (let key = 0; key < keys; key++) {
    run.add(
      defer(() => of(key))
        .pipe(repeat({ delay: period }), subscribeOn(asyncScheduler, first(key)))
        .subscribe(tick),
    );
  }
  return () => run.unsubscribe();
};

/** Its jobs start a full period after they are added, so they are added as time goes by. */
const toadScheduler: Poller = (keys, period, first, tick) => {
  const scheduler = new ToadScheduler();
  let key = 0;
  const add = setInterval(() => {
    for (; key < keys && first(key) <= period; key++) {
      const own = key;
      scheduler.addSimpleIntervalJob(
        new SimpleIntervalJob({ milliseconds: period }, new Task(`${own}`, () => tick(own)), {
          preventOverrun: true,
        }),
      );
    }
    if (key === keys) clearInterval(add);
  }, 1);
  return () => {
    clearInterval(add);
    scheduler.stop();
  };
};

/** Knows whole seconds only, so all of its keys are due at once. */
const croner: Poller = (keys, period, _, tick) => {
  const jobs = Array.from(
    { length: keys },
    (_, key) => new Cron(`*/${period / 1000} * * * * *`, { protect: true }, () => tick(key)),
  );
  return () => jobs.forEach((job) => job.stop());
};

export const pollers = {
  ours,
  oursByHandler,
  handWritten,
  serialized,
  timerExhaustMap,
  repeatDelay,
  toadScheduler,
  croner,
};
