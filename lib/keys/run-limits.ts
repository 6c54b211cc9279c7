import type { Observable } from 'rxjs';
import { UnknownLimitError } from '../config/errors.js';
import { isObservableLike } from '../config/kinds.js';
import type { Changing } from '../config/limit.js';
import type { Emit } from '../config/loop-event.js';
import { checkChangedCount, checkChangedRate, type Settings } from '../config/validate.js';
import type { Clock } from '../time/clock.js';
import { isAhead } from '../time/instant.js';
import type { TimerQueue } from '../time/timer-queue.js';
import { observableOf } from '../work/observable-of.js';
import type { LimitHistory } from './limit-history.js';
import { LimitedLines, type Line } from './limited-lines.js';
import { Quota } from './quota.js';
import type { Before } from './start-order.js';

export interface RunLimitsParts {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly emit: Emit | undefined;
  readonly before: Before;
}

/** What has a `concurrent` that may change: the queue, or a quota. */
interface Concurrent {
  concurrent: number;
}

/** Subscribes for as long as the run lasts. */
type Observe = <T>(source: Observable<T>, next: (value: T) => void) => void;

/** Called when a limit changes. */
export interface LimitChanges {
  readonly observe: Observe;
  /** More may start. */
  readonly changed: () => void;
  /** The value is not a limit. */
  readonly fail: (error: unknown) => void;
}

/** The limits of a run: those of the configuration, by name, and the lines of keys that need them (5.3, 5.15). */
export class RunLimits {
  readonly configured: Settings['limits'];
  /** The lines of tasks that name limits, if there are limits. */
  readonly lines: LimitedLines | undefined;
  private readonly quotas = new Map<string, Quota<Line>>();

  /** @param past - what is remembered of earlier runs */
  constructor(
    private readonly settings: Settings,
    past: ReadonlyMap<string, LimitHistory>,
    private readonly parts: RunLimitsParts,
  ) {
    const { clock, timers, before } = parts;
    this.configured = settings.limits;
    const names = Object.keys(this.configured);
    if (names.length === 0) return;
    const lines = (this.lines = new LimitedLines((name) => this.quotas.get(name)!, before));
    const { lineBefore, wake, changed } = lines;
    for (const name of names) {
      const history = past.get(name)!;
      const parts = { clock, timers, history, before: lineBefore, wake, changed };
      this.quotas.set(name, new Quota(name, parts));
    }
  }

  /** @throws UnknownLimitError for a limit that is not configured (5.15) */
  find(name: string, method: string): Quota<Line> {
    const quota = this.quotas.get(name);
    if (quota === undefined) throw new UnknownLimitError(name, method, [...this.quotas.keys()]);
    return quota;
  }

  /**
   * Applies `concurrent` and the limits, and follows those that are Observables.
   *
   * @param queue - what the top level's `concurrent` limits
   */
  follow(queue: Concurrent, { observe, changed, fail }: LimitChanges): void {
    const follow = <T extends object | number>(
      property: string,
      source: Changing<T> | undefined,
      first: T,
      check: (property: string, value: T) => void,
      apply: (value: T) => void,
    ): void => {
      if (source === undefined) return;
      if (!isObservableLike(source)) return apply(source as T);
      apply(first);
      observe(observableOf(source as Observable<T>), (value) => {
        try {
          check(property, value);
        } catch (error) {
          return fail(error);
        }
        apply(value);
        changed();
      });
    };
    this.tellHolds();
    follow(
      'concurrent',
      this.settings.concurrent,
      0,
      checkChangedCount,
      (value) => (queue.concurrent = value),
    );
    for (const [name, { concurrent, rate }] of Object.entries(this.configured)) {
      const quota = this.quotas.get(name)!;
      follow(`limits.${name}.concurrent`, concurrent, 0, checkChangedCount, (value) =>
        quota.change({ concurrent: value }),
      );
      follow(`limits.${name}.rate`, rate, { starts: 0, per: Infinity }, checkChangedRate, (value) =>
        quota.change({ rate: value }),
      );
    }
  }

  /** Announces which limits are still held from an earlier run. */
  private tellHolds(): void {
    const { clock, emit } = this.parts;
    for (const { name, held } of this.quotas.values())
      if (held !== undefined && isAhead(held, clock))
        emit?.({ type: 'hold-limit', limit: name, until: clock.dateOf(held.due, held.absolute) });
  }
}
