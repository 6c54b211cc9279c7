import { asyncScheduler, Observable, Subscriber, tap, type OperatorFunction, type SchedulerLike } from 'rxjs';
import type { Due } from '../config/due.js';
import { dueError } from '../config/due.js';
import { Clock } from '../time/clock.js';
import { TimerQueue, type Timer } from '../time/timer-queue.js';

/**
 * Takes due times and emits a tick, counted from 0, when the latest comes due.
 *
 * A due replaces the one before, and `null` clears it. Like `switchMap((due) => timer(due))`, but delays may have any
 * length, ticks are never early, and delays do not depend on changes of the wall clock.
 *
 * ```text
 * source    --a--b----c------|     a = 5, b = 3, c = 9
 * expected  --------0----------(1|)
 * ```
 *
 * Completes with the source, after a pending tick. Errors with the source, or with `RangeError` or `TypeError` for an
 * invalid due.
 *
 * @param scheduler - the clock and the timer; `asyncScheduler` by default
 * @see [Time](../../docs/guides/time.md)
 *
 * @example
 * ```ts
 * const due$ = new Subject<Due | null>();
 * due$.pipe(switchTimer()).subscribe(() => refresh());
 *
 * due$.next(10_000);
 * due$.next(new Date('2030-01-01')); // Replaces the 10 s.
 * ```
 */
export function switchTimer(scheduler: SchedulerLike = asyncScheduler): OperatorFunction<Due | null, number> {
  return (source) =>
    new Observable((subscriber) => {
      let count = 0;
      let completed = false;
      const clock = new Clock(scheduler);
      const timers = new TimerQueue(clock, () => {
        timers.settle();
        if (completed && timers.size === 0) subscriber.complete();
      });
      const timer: Timer = {
        due: 0,
        absolute: false,
        index: -1,
        order: 0,
        fire: () => subscriber.next(count++),
      };
      subscriber.add(() => timers.stop());
      const observer = new Subscriber<Due | null>({
        next(due) {
          if (timer.index >= 0) timers.remove(timer);
          if (due !== null) {
            timer.absolute = typeof due !== 'number';
            timer.due = typeof due === 'number' ? clock.line() + due : due.getTime();
            timers.add(timer);
          }
          timers.settle();
        },
        error: (error: unknown) => subscriber.error(error),
        complete() {
          completed = true;
          if (timers.size === 0) subscriber.complete();
        },
      });
      subscriber.add(observer); // Before subscribing, so that a synchronous source can be stopped.
      source.pipe(tap(checkDue)).subscribe(observer);
    });
}

function checkDue(due: Due | null): void {
  const error = due === null ? undefined : dueError(due, () => 'switchTimer');
  if (error !== undefined) throw error;
}
