import type { NgZone } from '@angular/core';
import { asyncScheduler, type SchedulerLike } from 'rxjs';

/**
 * The same scheduler, which arms its timers outside the Angular zone: a loop is entered from inside it
 * wherever a hook's source emits there, such as a click.
 */
export function outsideScheduler(scheduler: SchedulerLike, zone: NgZone): SchedulerLike {
  return {
    // The clock knows `asyncScheduler.now` when it sees it (D-045).
    now: scheduler.now === asyncScheduler.now ? asyncScheduler.now : () => scheduler.now(),
    schedule: (...args: Parameters<SchedulerLike['schedule']>) =>
      zone.runOutsideAngular(() => scheduler.schedule(...args)),
  };
}
