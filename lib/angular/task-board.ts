import type { LoopEvent } from '../config/loop-event.js';
import type { TaskState } from './task-state.js';

/** What is known of a key. */
interface Entry {
  running: number;
  ready: boolean;
  due: Date | undefined;
  runs: number;
  lastError: unknown;
  /** It was removed, and is here only because it still runs (5.6). */
  removed: boolean;
  /** Its state as it was last shown; `undefined` once that has changed. */
  shown: TaskState | undefined;
}

/** The keys of a loop and what each is up to, as the monitor tells it (7.1). */
export class TaskBoard<K> {
  private entries: Map<K, Entry>;

  /** @param keys - those of the configuration, with which each run starts */
  constructor(private readonly keys: readonly K[]) {
    this.entries = blank(keys);
  }

  /** Takes an event in; returns whether it changes what `read` returns. */
  apply(event: LoopEvent<K>): boolean {
    if (event.type === 'run') this.entries = blank(this.keys);
    else if (event.type === 'add') this.add(event.key);
    else if (event.type === 'remove') this.remove(event.key);
    else if (event.type === 'unsubscribe' || event.type === 'complete') this.rest();
    else if (event.type === 'error' && event.stage === undefined) {
      if (event.hook !== undefined) return false;
      this.rest();
    } else return this.applyToKey(event);
    return true;
  }

  /** A new map; the state of a key that has not changed since the last one is the same object. */
  read(): ReadonlyMap<K, TaskState> {
    const states = new Map<K, TaskState>();
    for (const [key, entry] of this.entries) if (!entry.removed) states.set(key, stateOf(entry));
    return states;
  }

  private applyToKey(event: LoopEvent<K>): boolean {
    const entry = 'key' in event && event.key !== undefined ? this.entries.get(event.key) : undefined;
    if (entry === undefined || !update(entry, event)) return false;
    entry.shown = undefined;
    if (entry.removed && entry.running === 0) this.entries.delete((event as { key: K }).key);
    return true;
  }

  /** It comes last; what runs of a removed predecessor counts as its own (5.6). */
  private add(key: K): void {
    const running = this.entries.get(key)?.running ?? 0;
    this.entries.delete(key);
    this.entries.set(key, { ...entry(), running });
  }

  private remove(key: K): void {
    const entry = this.entries.get(key);
    if (entry !== undefined && entry.running > 0) entry.removed = true;
    else this.entries.delete(key);
  }

  /** The run is over: nothing is scheduled, and nothing runs. */
  private rest(): void {
    for (const [key, entry] of this.entries)
      if (entry.removed) this.entries.delete(key);
      else Object.assign(entry, { running: 0, ready: false, due: undefined, shown: undefined });
  }
}

/** What an event of a key does to what is known of it; returns whether that changes anything. */
function update(entry: Entry, event: LoopEvent): boolean {
  switch (event.type) {
    case 'schedule':
      entry.due = event.dueTime;
      // A ready key that is scheduled ahead waits again; what a latched tick was is told by nothing else.
      entry.ready &&= event.dueTime !== undefined && event.dueTime.getTime() <= event.time;
      return true;
    case 'ready':
      entry.due = event.dueTime;
      entry.ready = true;
      return true;
    case 'start':
      entry.running++;
      entry.runs++;
      if (entry.ready) entry.due = undefined; // Else a counted tick starts, and the next one is scheduled.
      entry.ready = false;
      return true;
    case 'dropped':
      entry.due = undefined;
      entry.ready = false;
      return true;
    case 'unscheduled':
      if (entry.ready) entry.due = undefined; // Of a counted tick: nothing else tells that it was taken back.
      entry.ready = false;
      return true;
    case 'stop':
      entry.running--;
      return true;
    case 'value':
    case 'error': {
      const error = event.type === 'error' ? event.error : undefined;
      const changes = entry.lastError !== error;
      entry.lastError = error;
      return changes;
    }
    default:
      return false;
  }
}

function stateOf(entry: Entry): TaskState {
  const { running, ready, due, runs, lastError } = entry;
  const state = running > 0 ? 'running' : ready ? 'ready' : due === undefined ? 'idle' : 'waiting';
  return (entry.shown ??= { state, due, runs, lastError });
}

function blank<K>(keys: readonly K[]): Map<K, Entry> {
  return new Map(keys.map((key) => [key, entry()]));
}

function entry(): Entry {
  return {
    running: 0,
    ready: false,
    due: undefined,
    runs: 0,
    lastError: undefined,
    removed: false,
    shown: undefined,
  };
}
