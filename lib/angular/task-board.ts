import type { LoopEvent } from '../index.js';

/** What a key of a running loop is up to, as its last turn left it. */
export interface TaskState {
  /**
   * `'running'` from the start of its first stage until the last turn that caused has ended (1.8);
   * otherwise `'ready'` while it is due and has not started, `'waiting'` while its timer runs, or `'idle'`.
   */
  readonly state: 'idle' | 'waiting' | 'ready' | 'running';
  /** When it is due next, in the past while it is ready; `undefined` where it is not scheduled (1.7). */
  readonly due: Date | undefined;
  /** How often its first stage has started since the loop was started last. */
  readonly runs: number;
  /** The error of its first stage, until that yields a value again, or the loop is started again. */
  readonly lastError: unknown;
}

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
    switch (event.type) {
      case 'run':
        this.entries = blank(this.keys);
        return true;
      case 'unsubscribe':
      case 'complete':
        return this.rest();
      case 'add':
        return this.add(event.key);
      case 'remove':
        return this.remove(event.key);
      case 'schedule':
        return this.change(event.key, (entry) => {
          entry.due = event.dueTime;
          // A ready key that is scheduled ahead waits again; what a latched tick was is told by nothing else.
          entry.ready &&= event.dueTime !== undefined && event.dueTime.getTime() <= event.time;
        });
      case 'ready':
        return this.change(event.key, (entry) => {
          entry.due = event.dueTime;
          entry.ready = true;
        });
      case 'start':
        return this.change(event.key, (entry) => {
          entry.running++;
          entry.runs++;
          if (entry.ready) entry.due = undefined; // Else a counted tick starts, and the next one is scheduled.
          entry.ready = false;
        });
      case 'dropped':
        return this.change(event.key, (entry) => {
          entry.due = undefined;
          entry.ready = false;
        });
      case 'unscheduled':
        return this.change(event.key, (entry) => {
          if (entry.ready) entry.due = undefined; // Of a counted tick: nothing else tells that it was taken back.
          entry.ready = false;
        });
      case 'stop':
        return this.change(event.key, (entry) => {
          entry.running--;
        });
      case 'value':
        return this.fail(event.key, undefined);
      case 'error':
        if (event.stage !== undefined) return this.fail(event.key, event.error);
        return event.hook === undefined && this.rest();
      default:
        return false;
    }
  }

  /** A new map; the state of a key that has not changed since the last one is the same object. */
  read(): ReadonlyMap<K, TaskState> {
    const states = new Map<K, TaskState>();
    for (const [key, entry] of this.entries) if (!entry.removed) states.set(key, stateOf(entry));
    return states;
  }

  private change(key: K, update: (entry: Entry) => void): boolean {
    const entry = this.entries.get(key);
    if (entry === undefined) return false;
    update(entry);
    entry.shown = undefined;
    if (entry.removed && entry.running === 0) this.entries.delete(key);
    return true;
  }

  private fail(key: K, error: unknown): boolean {
    return (
      this.entries.get(key)?.lastError !== error &&
      this.change(key, (entry) => {
        entry.lastError = error;
      })
    );
  }

  /** It comes last; what runs of a removed predecessor counts as its own (5.6). */
  private add(key: K): boolean {
    const running = this.entries.get(key)?.running ?? 0;
    this.entries.delete(key);
    this.entries.set(key, { ...entry(), running });
    return true;
  }

  private remove(key: K): boolean {
    const entry = this.entries.get(key);
    if (entry !== undefined && entry.running > 0) entry.removed = true;
    else this.entries.delete(key);
    return true;
  }

  /** The run is over: nothing is scheduled, and nothing runs. */
  private rest(): boolean {
    for (const [key, entry] of this.entries)
      if (entry.removed) this.entries.delete(key);
      else Object.assign(entry, { running: 0, ready: false, due: undefined, shown: undefined });
    return true;
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
