import { asyncScheduler } from 'rxjs';
import { describe } from '../config/describe.js';
import type { LoopEvent } from '../config/loop-event.js';
import { nameOf } from '../config/name-of.js';
import { DueKeys } from './due-keys.js';
import type { LoopWarning, WatchdogOptions } from './loop-warning.js';
import { Outages } from './outages.js';
import { Overdue } from './overdue.js';
import { namesOf, secondsOf, textOf } from './text-of.js';

/**
 * Makes a `monitor` that warns when a loop is alive but does not poll, and says why.
 *
 * It watches one loop, over all its runs.
 *
 * @param options - how long is too long, and who is told
 * @returns an observer, to be passed as `monitor`
 * @throws TypeError for a `turn` or `stage` that is not a number of milliseconds
 * @see [Seeing what a loop does](../../docs/guides/monitor-and-explain.md)
 *
 * @example
 * ```ts
 * smartPoll({ tasks, monitor: watchdog({ turn: 5_000, stage: 60_000 }) }).subscribe();
 * // smartPoll: the next handler of task "price" (string) has been running for 5 s, and nothing else happens …
 * ```
 */
export function watchdog<K = any>(options: WatchdogOptions<K>): { next(event: LoopEvent<K>): void } {
  return new Watchdog(options);
}

type Turn<K> = Extract<LoopEvent<K>, { type: 'turn-start' | 'turn-end' }>;

class Watchdog<K> {
  private readonly turns: Overdue<Turn<K>>;
  private readonly stages: Overdue<K>;
  private readonly dues: DueKeys<K>;
  private readonly failures: Overdue<K>;
  private readonly outages: Outages<K>;
  /** What the run waits for: a first schedule, or leftovers. */
  private readonly beginnings: Overdue<LoopEvent<K>>;
  private readonly report: (warning: LoopWarning<K>) => void;
  /** Something was scheduled in this run, or the wait for that has begun; `undefined` while there is no run. */
  private begun: boolean | undefined = undefined;
  /** The keys whose last run failed. */
  private readonly failed = new Set<K>();
  /** The first stages in progress that were not cancelled, by their numbers: another run of the key may start meanwhile. */
  private readonly open = new Set<number>();
  /** The first stages that have ended well, until their runs stop. */
  private readonly succeeded = new Set<number>();
  /** The keys whose first stage was slow, to tell that once in a run. */
  private readonly lasting = new Set<K>();

  constructor(private readonly options: WatchdogOptions<K>) {
    if (Object(options) !== options)
      throw new TypeError(
        `smartPoll: watchdog takes an object with turn and stage, got ${describe(options)}`,
      );
    const { turn, stage, scheduler = asyncScheduler } = options;
    check('turn', turn);
    check('stage', stage);
    this.report = options.report ?? (({ message }) => console.warn(message));
    this.turns = new Overdue(turn, scheduler, ([event]) => this.turnLasts(event!));
    this.stages = new Overdue(stage, scheduler, (keys) => this.stagesLast(keys));
    this.dues = new DueKeys(stage, scheduler, (key, message) => this.warn('due', [key], message));
    this.failures = new Overdue(stage, scheduler, (keys) => this.givenUp(keys));
    this.outages = new Outages(stage, scheduler, (keys, error) => this.failAgain(keys, error));
    this.beginnings = new Overdue(stage, scheduler, ([event]) => this.notBegun(event!));
  }

  next(event: LoopEvent<K>): void {
    if (event.type === 'run') {
      this.clear();
      this.begun = false;
      this.dues.loop = event.loop;
    }
    // Another monitor may have ended the run as it was told of this event.
    if (this.begun === undefined) return;
    this.dues.next(event);
    switch (event.type) {
      case 'leftovers':
        return this.beginnings.add('run', event);
      case 'settled':
        return this.beginnings.delete('run');
      case 'turn-start':
        return this.turns.add('turn', event);
      case 'turn-end':
        // A loop that only waits for hooks is not stuck, unless one has had its turn and nothing came of it (D-137).
        if (event.hook !== undefined && !this.begun) this.begin(event);
        return this.turns.delete('turn');
      case 'schedule':
        if (event.dueTime === undefined) return this.mayGiveUp(event.key);
        this.begun = true;
        this.beginnings.delete('run');
        return this.failures.delete(event.key);
      case 'start':
        this.stages.add(event.stage, event.key);
        this.open.add(event.stage);
        return this.forgive(event.key);
      case 'value':
      case 'remove': // Its run, if any, stops later.
        this.outages.over(event.key);
        return this.forgive(event.key);
      case 'cancel':
        this.open.delete(event.stage);
        return;
      case 'stage-end': // If it has failed, that is told next.
        this.stages.delete(event.stage);
        if (!this.open.delete(event.stage)) return;
        this.succeeded.add(event.stage);
        return this.forgive(event.key);
      case 'stop':
        if (this.succeeded.delete(event.stage)) this.outages.over(event.key);
        return this.mayGiveUp(event.key);
      case 'drain': // Nothing starts any more.
        this.dues.clear();
        this.beginnings.clear();
        return this.failures.clear();
      case 'error':
        if (event.stage === undefined) return event.hook === undefined ? this.clear() : undefined;
        this.succeeded.delete(event.stage);
        this.failed.add(event.key);
        return this.outages.failed(event.key, event.error);
      case 'complete':
        // Nothing can happen any more, so there is nothing to wait for.
        if (!this.begun) this.begin(event);
        this.beginnings.flush();
        this.failures.flush();
        return this.clear();
      case 'unsubscribe':
        return this.clear();
    }
  }

  /** The last run of `key` has not failed. */
  private forgive(key: K): void {
    this.failed.delete(key);
    this.failures.delete(key);
  }

  /** Nothing schedules `key`, as it seems, and its last run failed. */
  private mayGiveUp(key: K): void {
    if (this.failed.has(key) && this.dues.loop !== undefined) this.failures.add(key, key);
  }

  /** From now on, something should be scheduled soon. */
  private begin(event: LoopEvent<K>): void {
    this.begun = true;
    this.beginnings.add('run', event);
  }

  private clear(): void {
    for (const known of [
      this.turns,
      this.stages,
      this.dues,
      this.failures,
      this.outages,
      this.beginnings,
      this.failed,
      this.open,
      this.succeeded,
      this.lasting,
    ])
      known.clear();
    this.begun = undefined;
  }

  private turnLasts(turn: Turn<K>): void {
    this.warn(
      'turn',
      turn.stage === undefined ? [] : [turn.key],
      `${nameOf(turn.handler, turn)} has been running for ${secondsOf(this.options.turn)}, and nothing else happens until it ends; let it end earlier, move the work to the first stage of a task, or set a turnTimeout`,
    );
  }

  private stagesLast(keys: K[]): void {
    const fresh = keys.filter((key) => !this.lasting.has(key) && this.lasting.add(key));
    if (fresh.length === 0) return;
    this.warn(
      'stage',
      fresh,
      `the first stage of ${namesOf(fresh)} has been running for ${secondsOf(this.options.stage)}; give the task a timeout`,
    );
  }

  private givenUp(failed: K[]): void {
    // After the end, there was nothing more to come.
    const keys = failed.filter((key) =>
      ['unscheduled', 'stopped'].includes(this.dues.loop!.explain(key).reason),
    );
    if (keys.length === 0) return;
    this.warn(
      'failed',
      keys,
      `the last run of ${namesOf(keys)} failed, and nothing schedules it any more; schedule it in its error handler, or give the task a retryDue or repeatDue`,
    );
  }

  private failAgain(keys: K[], error: unknown): void {
    this.warn(
      'failing',
      keys,
      `no run of ${namesOf(keys)} has succeeded for more than ${secondsOf(this.options.stage)}; the last error: ${textOf(error)}`,
    );
  }

  private notBegun(event: LoopEvent<K>): void {
    if (event.type === 'leftovers')
      this.warn(
        'leftovers',
        event.keys,
        `the run has been waiting for ${secondsOf(this.options.stage)} for work of an earlier run${event.keys.length > 0 ? ` of ${namesOf(event.keys)}` : ''}, which cannot be stopped; give tasks a timeout, and the loop a turnTimeout`,
      );
    else
      this.warn(
        'unscheduled',
        [],
        'nothing was ever scheduled; give a task a startDue, or schedule it in onRun or in the handler of a hook',
      );
  }

  private warn(reason: LoopWarning['reason'], keys: readonly K[], text: string): void {
    try {
      this.report({ reason, keys, message: `smartPoll: ${text}` });
    } catch {
      // It only watches.
    }
  }
}

function check(option: string, got: unknown): void {
  if (typeof got === 'number' && got >= 0) return;
  throw new TypeError(
    `smartPoll: watchdog's ${option} must be milliseconds, not negative, got ${describe(got)}`,
  );
}
