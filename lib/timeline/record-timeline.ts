import type { LoopEvent } from '../index.js';
import { refuse } from './text.js';

/** What `recordTimeline()` returns: an observer of `LoopEvent`s, and the last of them. */
export interface TimelineRecorder<K = any> {
  /** Records an event; called by the loop. */
  next(event: LoopEvent<K>): void;
  /** The last `limit` events, the oldest first, in a new array at each reading. */
  readonly events: LoopEvent<K>[];
}

/**
 * Makes a `monitor` that keeps the last `limit` events of a loop, for `renderTimeline()`.
 *
 * Keeping one takes constant time on average, and at most twice the limit is held, so it can stay on in production.
 *
 * @param limit - how many events to keep, an integer of 1 or more
 * @throws TypeError for any other limit
 * @see [Seeing what a loop does](../../docs/guides/monitor-and-explain.md)
 *
 * @example
 * ```ts
 * const monitor = recordTimeline(1_000);
 * smartPoll({ tasks, monitor }).subscribe();
 * // later
 * element.innerHTML = renderTimeline(monitor.events);
 * ```
 */
export function recordTimeline<K = any>(limit: number): TimelineRecorder<K> {
  if (!(Number.isInteger(limit) && limit > 0)) refuse('limit', limit, 'a positive integer');
  const kept: LoopEvent<K>[] = [];
  return {
    next(event) {
      if (kept.push(event) === 2 * limit) kept.splice(0, limit);
    },
    get events() {
      return kept.slice(-limit);
    },
  };
}
