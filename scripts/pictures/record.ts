import { takeUntil, timer, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { recordTimeline, type TimelineRecorder } from '../../lib/timeline/index.js';
import type { LoopEvent } from '../../lib/index.js';

/** What a loop does in its first `until` milliseconds, in virtual time, which begins at 0. */
export function record(until: number, loop: (monitor: TimelineRecorder) => Observable<unknown>): LoopEvent[] {
  const monitor = recordTimeline(100_000);
  new TestScheduler(() => {}).run(() =>
    loop(monitor)
      .pipe(takeUntil(timer(until)))
      .subscribe(),
  );
  return monitor.events.filter(({ time }) => time < until);
}
