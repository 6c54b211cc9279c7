import { Subject, type Observable } from 'rxjs';
import type { LoopEvent, LoopView } from '../config/loop-event.js';
import { stopped } from '../config/stopped.js';
import type { Explanation } from '../config/task.js';
import type { LoopSnapshot } from './loop-snapshot.js';
import { change, isReady, newEntry, stateOf, type TaskEntry, type TaskState } from './task-state.js';
import { textOf } from './text-of.js';

/**
 * A `monitor` that tells what each key is doing, and why it is not running.
 *
 * You can ask it from outside the loop and at any time, even while a turn hangs.
 * One `TaskStates` watches one loop, over all its runs.
 *
 * @typeParam K - the keys of the loop
 * @see [Seeing what a loop does](../../docs/guides/monitor-and-explain.md)
 *
 * @example
 * ```ts
 * const states = new TaskStates<'price'>();
 * smartPoll({ tasks: { price }, monitor: states }).subscribe();
 *
 * states.get('price')?.state; // 'waiting'
 * states.explain('price').message; // '"price" (string) waits until …'
 * app.get('/health', (_, response) => response.json(states.snapshot()));
 * ```
 */
export class TaskStates<K = any> {
  /** Emits each event that has changed something, after the change. There may be many: sample them if you draw. */
  readonly changes$: Observable<LoopEvent<K>>;
  private readonly changes = new Subject<LoopEvent<K>>();
  /** Keys without an entry have done nothing yet. */
  private entries = new Map<K, TaskEntry | undefined>();
  private loop: LoopView<K> | undefined = undefined;
  private status: LoopSnapshot['status'] = 'idle';
  private since: number | undefined = undefined;
  private paused = false;
  private draining = false;
  private leftovers: readonly K[] | undefined = undefined;
  private turn: Extract<LoopEvent<K>, { type: 'turn-start' | 'turn-end' }> | undefined = undefined;

  /** @param keys - the keys to know of before the first run; each run brings its own */
  constructor(keys: Iterable<K> = []) {
    this.changes$ = this.changes.asObservable();
    this.begin(keys);
  }

  /** Observes an event; called by the loop. */
  next(event: LoopEvent<K>): void {
    if (this.apply(event) && this.changes.observed) this.changes.next(event);
  }

  /** Lists the keys, in the order of `loop.keys()`; after the end of a run, those that it ended with. */
  keys(): K[] {
    return [...this.entries].flatMap(([key, entry]) => (entry?.removed ? [] : [key]));
  }

  /** Tells what `key` is doing; `undefined` if there is no such key. */
  get(key: K): TaskState | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return this.entries.has(key) ? IDLE : undefined;
    return entry.removed ? undefined : stateOf(entry);
  }

  /**
   * Explains why `key` is or is not running now, like `loop.explain` in a handler.
   *
   * @throws UnknownKeyError for a key that the run does not have
   */
  explain(key: K): Explanation {
    return this.loop === undefined ? stopped(key) : this.loop.explain(key);
  }

  /** Takes a snapshot of the loop and all keys, as plain data that can be sent as JSON. */
  snapshot(): LoopSnapshot {
    const { status, since, paused, draining, turn } = this;
    const entries = [...this.entries.values()];
    return {
      status,
      since: since === undefined ? undefined : new Date(since),
      paused,
      draining,
      leftovers: this.leftovers?.map(textOf),
      running: entries.reduce((sum, entry) => sum + (entry?.started.size ?? 0), 0),
      ready: entries.filter((entry) => entry !== undefined && isReady(entry)).length,
      queued: this.loop?.queued ?? 0,
      turn: turn && {
        handler: turn.handler,
        ...(turn.stage !== undefined && { key: textOf(turn.key) }),
        ...(turn.hook !== undefined && { hook: turn.hook }),
        since: new Date(turn.time),
      },
      tasks: this.keys().map((key) => {
        const { lastError, ...state } = this.get(key)!;
        return {
          key: textOf(key),
          ...state,
          lastError: lastError === undefined ? undefined : textOf(lastError),
        };
      }),
    };
  }

  /** Returns whether anything has changed. */
  private apply(event: LoopEvent<K>): boolean {
    switch (event.type) {
      case 'run':
        this.begin(event.keys);
        this.loop = event.loop;
        return this.become('running', event);
      case 'complete':
        return this.end('complete', event);
      case 'unsubscribe':
        return this.end('idle', event);
      case 'turn-start':
        this.turn = event;
        return true;
      case 'turn-end':
        this.turn = undefined;
        return true;
      case 'pause':
      case 'resume':
        this.paused = event.type === 'pause';
        return true;
      case 'drain':
        return (this.draining = true);
      case 'add':
        return this.add(event.key);
      case 'remove':
        return this.remove(event.key);
      case 'error':
        if (event.stage !== undefined) break;
        return event.hook === undefined && this.end('error', event);
      case 'leftovers':
        this.leftovers = event.keys;
        return true;
      case 'settled':
        this.leftovers = undefined;
        return true;
      case 'overflow':
      case 'ignored':
      case 'cancel':
      case 'hold-limit':
      case 'release-limit':
        return false;
    }
    const entry = this.entries.get(event.key) ?? this.enter(event.key);
    if (entry === undefined) return false;
    change(entry, event);
    if (entry.removed && entry.started.size === 0) this.entries.delete(event.key);
    return true;
  }

  /** A key that has done nothing yet does something. */
  private enter(key: K): TaskEntry | undefined {
    if (!this.entries.has(key)) return undefined;
    const entry = newEntry();
    this.entries.set(key, entry);
    return entry;
  }

  private begin(keys: Iterable<K>): void {
    this.entries = new Map();
    for (const key of keys) this.entries.set(key, undefined);
  }

  private become(status: LoopSnapshot['status'], { time }: LoopEvent<K>): true {
    this.status = status;
    this.since = time;
    this.paused = this.draining = false;
    this.leftovers = undefined;
    this.turn = undefined;
    return true;
  }

  private end(status: LoopSnapshot['status'], event: LoopEvent<K>): true {
    this.loop = undefined;
    for (const [key, entry] of this.entries)
      if (entry?.removed) this.entries.delete(key);
      else if (entry !== undefined) change(entry, event);
    return this.become(status, event);
  }

  /** It comes last; runs of a removed predecessor count as its own (5.6). */
  private add(key: K): true {
    const predecessor = this.entries.get(key);
    const entry = newEntry();
    predecessor?.started.forEach((time, stage) => entry.started.set(stage, time));
    this.entries.delete(key);
    this.entries.set(key, entry);
    return true;
  }

  private remove(key: K): true {
    const entry = this.entries.get(key);
    if (entry !== undefined && entry.started.size > 0) entry.removed = true;
    else this.entries.delete(key);
    return true;
  }
}

/** The state of a key that has done nothing yet. */
const IDLE: TaskState = stateOf(newEntry());
