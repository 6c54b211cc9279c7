import { Cron } from 'croner';
import { asyncScheduler, defer, exhaustMap, of, repeat, subscribeOn, Subscription, timer } from 'rxjs';
import { SimpleIntervalJob, Task, ToadScheduler } from 'toad-scheduler';
import { smartPoll } from '../lib/index.js';

/**
 * Polls `keys` keys, each every `period` milliseconds, their first ticks spread evenly over one period,
 * and tells each result to `tick`. Returns how to stop.
 */
export type Poller = (keys: number, period: number, tick: (key: number) => void) => () => void;

const ours: Poller = (keys, period, tick) => {
  let started = 0;
  const task = {
    startDue: () => (started++ * period) / keys,
    repeatDue: period,
    project: ({ key }: { key: number }) => of(key),
    next: (key: number) => tick(key),
  };
  const run = smartPoll({ entries: numbered(keys, task) }).subscribe();
  return () => run.unsubscribe();
};

const timerExhaustMap: Poller = (keys, period, tick) => {
  const run = new Subscription();
  for (let key = 0; key < keys; key++) {
    run.add(
      timer((key * period) / keys, period)
        .pipe(exhaustMap(() => of(key)))
        .subscribe(tick),
    );
  }
  return () => run.unsubscribe();
};

const repeatDelay: Poller = (keys, period, tick) => {
  const run = new Subscription();
  for (let key = 0; key < keys; key++) {
    run.add(
      defer(() => of(key))
        .pipe(repeat({ delay: period }), subscribeOn(asyncScheduler, (key * period) / keys))
        .subscribe(tick),
    );
  }
  return () => run.unsubscribe();
};

const interval: Poller = (keys, period, tick) => {
  const timers = new Set<NodeJS.Timeout>();
  for (let key = 0; key < keys; key++) {
    const first = setTimeout(
      () => {
        timers.delete(first);
        tick(key);
        timers.add(setInterval(tick, period, key));
      },
      (key * period) / keys,
    );
    timers.add(first);
  }
  return () => timers.forEach((each) => clearInterval(each));
};

/** Its jobs start a full period after they are added, so they are added as time goes by. */
const toadScheduler: Poller = (keys, period, tick) => {
  const scheduler = new ToadScheduler();
  const start = performance.now();
  let key = 0;
  const add = setInterval(() => {
    for (const due = ((performance.now() - start) / period) * keys; key < Math.min(due, keys); key++) {
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
const croner: Poller = (keys, period, tick) => {
  const jobs = Array.from(
    { length: keys },
    (_, key) => new Cron(`*/${period / 1000} * * * * *`, { protect: true }, () => tick(key)),
  );
  return () => jobs.forEach((job) => job.stop());
};

export const pollers = { ours, timerExhaustMap, repeatDelay, interval, toadScheduler, croner };

/** One task under the keys from 0 on. */
export function* numbered<T>(keys: number, task: T): Generator<[number, T]> {
  for (let key = 0; key < keys; key++) yield [key, task];
}
