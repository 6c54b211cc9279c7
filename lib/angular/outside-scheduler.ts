import type { NgZone } from '@angular/core';
import type { SchedulerLike } from 'rxjs';

/**
 * The same scheduler, which arms its timers outside the Angular zone: a loop is entered from inside it
 * wherever a hook's source emits there, such as a click.
 */
export function outsideScheduler(scheduler: SchedulerLike, zone: NgZone): SchedulerLike {
  const outside = Object.create(scheduler) as SchedulerLike;
  outside.schedule = (...args: Parameters<SchedulerLike['schedule']>) =>
    zone.runOutsideAngular(() => scheduler.schedule(...args));
  return outside;
}
