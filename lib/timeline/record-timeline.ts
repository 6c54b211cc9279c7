import type { LoopEvent } from '../index.js';
import { refuse } from './text.js';

/** What `recordTimeline()` returns: an observer of `LoopEvent`s and what it has kept of them. */
export interface TimelineRecorder<K = any> {
  /** Keeps the event. */
  next(event: LoopEvent<K>): void;
  /** A new array of the last `limit` events, the oldest first. */
  readonly events: LoopEvent<K>[];
}

/**
 * An observer, to be passed as `monitor`, that keeps the last `limit` events of a loop for
 * `renderTimeline()`.
 *
 * Keeping one takes constant time on average, and twice the limit is held at most, so it may stay in
 * place in production.
 *
 * @param limit - how many events to keep, an integer of 1 or more
 * @throws TypeError for any other limit
 * @see SEMANTICS 7.1
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
