import { Observable, Subject, Subscriber, Subscription } from 'rxjs';
import { describe } from '../config/describe.js';
import type { LoopEvent } from '../config/loop-event.js';
import type { SmartPollConfig } from '../config/smart-poll-config.js';
import type { ControlLoop, Task, TaskContext, TaskLoop } from '../config/task.js';
import { smartPoll } from '../smart-poll.js';
import { Keeper } from './keeper.js';
import { followPace, type Pace } from './pace.js';
import { PolledKey, type SharedPollState } from './polled-key.js';
import { States } from './states.js';

/** What all keys of a `sharedPoll` share. */
export interface PolledKeysParts<K, V> {
  readonly keyOf: (key: K) => unknown;
  readonly keepFor: number;
  readonly retryDue: Task<K>['retryDue'];
  /** `project`, and the options of a task that are passed on. */
  readonly task: Task<K, V>;
  /** The options of the loop that are passed on. */
  readonly loop: Pick<SmartPollConfig<unknown>, 'monitor'> &
    Required<Pick<SmartPollConfig<unknown>, 'scheduler'>>;
}

/**
 * The keys of a `sharedPoll` and the one loop underneath. Watchers are registered at once; what follows from that is
 * decided by `tend` alone, in a turn of the loop. The loop runs while there are keys.
 */
export class PolledKeys<K, V> {
  private readonly keys = new Map<unknown, PolledKey<K, V>>();
  private readonly states = new States<SharedPollState<V>>();
  /** Keys to be tended. */
  private readonly changed = new Subject<PolledKey<K, V>>();
  private readonly keeper: Keeper<PolledKey<K, V>>;
  private readonly loop$: Observable<unknown>;
  private readonly task: Task<unknown, V>;
  private run: Subscription | undefined = undefined;
  /** How many runs of keys are not over; a cancelled Promise goes on until it settles. */
  private running = 0;

  constructor(private readonly parts: PolledKeysParts<K, V>) {
    const { keepFor, task, loop } = parts;
    this.keeper = new Keeper(keepFor, loop.scheduler, (polled) => {
      polled.expired = true;
      this.tell(polled);
    });
    this.task = {
      ...task,
      project: (context) => this.start(context),
      next: (value, { key }) => this.yielded(this.keys.get(key)!, value),
      error: (error, loop) => this.failed(this.keys.get(loop.key)!, error, loop),
      complete: (loop) => this.completed(this.keys.get(loop.key)!, loop),
    };
    this.loop$ = smartPoll({
      ...loop,
      entries: [] as (readonly [unknown, Task<unknown>])[],
      hooks: { changed: { source: this.changed, next: (polled, loop) => this.tend(polled, loop) } },
      monitor: [{ next: (event) => this.count(event) }, ...[loop.monitor ?? []].flat()],
    });
  }

  list(): K[] {
    return [...this.keys.values()].map(({ key }) => key);
  }

  watch(key: K, every: Pace, watcher: Subscriber<V>): void {
    const polled = this.find(key);
    const isFirst = polled.watchers.size === 0;
    if (isFirst) polled.forgetFailure();
    const isTighter = polled.setPace(watcher, typeof every === 'number' ? every : Infinity);
    watcher.add(() => {
      if (!polled.watchers.has(watcher)) return;
      if (polled.setPace(watcher, undefined) || !polled.isWanted) this.tell(polled);
    });
    if (polled.last !== undefined) watcher.next(polled.last.value);
    const follow = (pace: number): void => {
      if (polled.setPace(watcher, pace)) this.tell(polled);
    };
    if (typeof every !== 'number' && !watcher.closed)
      followPace(every, watcher, () => describe(polled.key), follow);
    if ((isFirst || isTighter) && !watcher.closed) this.tell(polled);
  }

  refresh(key: K, refresher: Subscriber<V>): void {
    const polled = this.find(key);
    const refreshers = (polled.refreshers ??= new Set()).add(refresher);
    refresher.add(() => {
      if (refreshers.delete(refresher) && polled.refreshers === refreshers) this.tell(polled);
    });
    if (polled.loading && polled.yielded) refresher.next(polled.last!.value);
    if (!refresher.closed) this.tell(polled);
  }

  observe(key: K, observer: Subscriber<SharedPollState<V>>): void {
    const id = this.parts.keyOf(key);
    const current = (): SharedPollState<V> => (this.keys.get(id) ?? new PolledKey<K, V>(key, id)).state;
    this.states.observe(id, current, observer);
  }

  private find(key: K): PolledKey<K, V> {
    const id = this.parts.keyOf(key);
    const found = this.keys.get(id);
    if (found !== undefined) {
      found.expired = false; // It is kept from when the one who comes now leaves.
      this.keeper.delete(found);
      return found;
    }
    const polled = new PolledKey<K, V>(key, id);
    this.keys.set(id, polled);
    return polled;
  }

  /** Tells the loop that something has changed about a key; starts it if necessary. */
  private tell(polled: PolledKey<K, V>): void {
    if (this.keys.get(polled.id) !== polled) return;
    if (this.run === undefined) this.begin();
    else if (!this.run.closed) this.changed.next(polled);
  }

  /** Starts the loop, for all keys: some may have come before it listened, or as the one before stopped. */
  private begin(): void {
    const run = (this.run = new Subscription());
    this.running = 0;
    run.add(this.loop$.subscribe({ error: (error: unknown) => this.fail(error) }));
    for (const polled of [...this.keys.values()]) this.changed.next(polled);
  }

  /** Decides, in a turn, what a key does; nothing else does. */
  private tend(polled: PolledKey<K, V>, loop: ControlLoop<unknown>): void {
    const { keys, keeper, parts } = this;
    const { id } = polled;
    if (keys.get(id) !== polled) return;
    if (!polled.isWanted) {
      if (parts.keepFor === 0 || polled.expired) return this.forget(polled, loop);
      if (!keeper.has(polled)) keeper.add(polled);
    }
    if (!loop.has(id)) loop.add(id, this.task);
    if (!polled.loading) {
      polled.isDue(loop.dueTime(id));
      const due = polled.nextDue(loop.now());
      if (due === null) loop.unschedule(id);
      else loop.schedule(id, due);
      polled.due = loop.dueTime(id);
    }
    this.show(polled);
  }

  /** Nobody wants the key any more. */
  private forget(polled: PolledKey<K, V>, loop: ControlLoop<unknown>): void {
    const { keys } = this;
    const { id, key } = polled;
    const next = new PolledKey<K, V>(key, id); // For whoever watches it in a teardown.
    keys.set(id, next);
    this.show(next);
    if (loop.has(id)) loop.remove(id);
    if (keys.get(id) === next && !next.isWanted) keys.delete(id);
    this.stopIfIdle();
  }

  private start(context: TaskContext<unknown>): ReturnType<Task<K, V>['project']> {
    const polled = this.keys.get(context.key)!;
    polled.starts();
    this.show(polled);
    return this.parts.task.project({
      key: polled.key,
      get signal() {
        return context.signal; // Created when first read.
      },
    });
  }

  private yielded(polled: PolledKey<K, V>, value: V): void {
    polled.yields(value);
    this.show(polled);
  }

  private completed(polled: PolledKey<K, V>, loop: TaskLoop<unknown>): void {
    polled.endedAt = loop.now();
    polled.ends((refresher) => refresher.complete());
    this.tend(polled, loop);
  }

  private failed(polled: PolledKey<K, V>, error: unknown, loop: TaskLoop<unknown>): void {
    polled.error = error;
    polled.failures++;
    polled.endedAt = loop.now();
    try {
      const due = polled.retryDue(this.parts.retryDue);
      if (due === null) polled.fails(error);
      else {
        polled.retry = due;
        polled.ends((refresher) => refresher.error(error));
      }
    } catch (thrown) {
      polled.fails(thrown); // `retryDue` threw, or returned an invalid due.
    }
    this.tend(polled, loop);
  }

  /** The loop has failed, and so have all keys. */
  private fail(error: unknown): void {
    const all = [...this.keys.values()];
    this.keys.clear();
    this.keeper.clear();
    this.run = undefined;
    for (const polled of all) {
      polled.fails(error);
      this.show(polled);
    }
  }

  private show({ id }: PolledKey<K, V>): void {
    this.states.show(id);
  }

  private count({ type }: LoopEvent): void {
    if (type === 'start') this.running++;
    else if (type === 'stop') {
      this.running--;
      this.stopIfIdle();
    }
  }

  /** Goes on until nothing is running: a loop that is started anew would have to wait for leftovers of this one (4.4). */
  private stopIfIdle(): void {
    if (this.keys.size > 0 || this.running > 0) return;
    try {
      this.run?.unsubscribe();
    } finally {
      this.run = undefined; // Not before: a loop cannot begin while the one before stops.
      if (this.keys.size > 0) this.begin(); // A teardown watches.
    }
  }
}
