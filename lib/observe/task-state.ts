import type { LoopEvent } from '../config/loop-event.js';

/** What a key is doing. It stays the same object until something changes. */
export interface TaskState {
  /**
   * `'running'` from the start of its first stage to the end of the last turn that it caused; otherwise `'ready'` while it
   * is due but has not started, `'waiting'` while its timer runs, or `'idle'`.
   */
  readonly state: 'idle' | 'waiting' | 'ready' | 'running';
  /** When it is due next, which is past while it is ready; `undefined` if it is not scheduled, or held until it is released. */
  readonly due: Date | undefined;
  /**
   * The end of its last hold, which may be past by now: the key does not start before, whatever schedules it. `null` if it
   * is held until it is released; `undefined` if it was not held, or was released.
   */
  readonly heldUntil: Date | null | undefined;
  /** Since when it has been running; `undefined` while it is not. */
  readonly since: Date | undefined;
  /** How often its first stage has started in this run of the loop. */
  readonly runs: number;
  /** When it last started. */
  readonly lastStart: Date | undefined;
  /** When its first stage last yielded a value. */
  readonly lastValue: Date | undefined;
  /** How long its last first stage that has ended took, in milliseconds. */
  readonly lastDuration: number | undefined;
  /** How many errors there were since its last value, or since the run began: a task's `startFailures` are not counted. */
  readonly failures: number;
  /** The last error of its first stage, until that yields a value again, or the loop is started again. */
  readonly lastError: unknown;
}

/** What the events have told about a key. */
export interface TaskEntry {
  /** The start times of its runs in progress, by their numbers, the oldest first. */
  readonly started: Map<number, number>;
  /** The due times of the ticks that `concat` has counted. */
  counted: Date[];
  due: Date | undefined;
  heldUntil: Date | null | undefined;
  ready: boolean;
  /** It waits for the end of its own run: no event tells if that tick is taken back. */
  latched: boolean;
  /** It was removed, and is here only because it is still running. */
  removed: boolean;
  runs: number;
  lastStart: number | undefined;
  lastValue: number | undefined;
  lastDuration: number | undefined;
  failures: number;
  lastError: unknown;
  shown: TaskState | undefined;
}

export function newEntry(): TaskEntry {
  return {
    started: new Map(),
    counted: [],
    due: undefined,
    heldUntil: undefined,
    ready: false,
    latched: false,
    removed: false,
    runs: 0,
    lastStart: undefined,
    lastValue: undefined,
    lastDuration: undefined,
    failures: 0,
    lastError: undefined,
    shown: undefined,
  };
}

/** Applies an event of the key, or the end of the run, after which nothing is scheduled and nothing runs. */
export function change(entry: TaskEntry, event: LoopEvent): void {
  const { time } = event;
  entry.shown = undefined;
  switch (event.type) {
    case 'schedule':
      entry.due = event.dueTime;
      if (entry.latched && !(event.dueTime && event.dueTime.getTime() <= time))
        entry.ready = entry.latched = false;
      return;
    case 'ready':
      entry.due = event.dueTime;
      entry.ready = true;
      entry.latched = false;
      return;
    case 'hold':
      // One that is over as it is set has no effect.
      entry.heldUntil =
        event.until === undefined ? null : event.until.getTime() > time ? event.until : undefined;
      return;
    case 'release':
      entry.heldUntil = undefined;
      return;
    case 'latched':
      entry.latched = true;
      return;
    case 'counted':
      entry.counted.push(entry.due!);
      return consume(entry);
    case 'unscheduled': // A 'schedule' event has told before what becomes of the schedule.
      if (entry.ready) entry.ready = false;
      else entry.counted.shift();
      return;
    case 'start':
      if (!entry.counted.shift()) consume(entry);
      entry.started.set(event.stage, (entry.lastStart = time));
      entry.runs++;
      return;
    case 'value':
      entry.lastValue = time;
      entry.failures = 0;
      entry.lastError = undefined;
      return;
    case 'stage-end':
      entry.lastDuration = time - entry.started.get(event.stage)!;
      return;
    case 'stop':
      entry.started.delete(event.stage);
      // A latched tick becomes a new ready one, which an event tells, or waits because the key is held.
      if (entry.latched && entry.started.size === 0) entry.ready = entry.latched = false;
      return;
    case 'error':
      if (event.stage === undefined) break;
      entry.failures++;
      entry.lastError = event.error;
      return;
    case 'dropped':
      return consume(entry);
  }
  entry.started.clear();
  entry.counted = [];
  consume(entry);
}

export function isReady({ ready, counted }: TaskEntry): boolean {
  return ready || counted.length > 0;
}

export function stateOf(entry: TaskEntry): TaskState {
  const { started, due, heldUntil, runs, lastStart, lastValue, lastDuration, failures, lastError } = entry;
  const [since] = started.values();
  const [counted = due] = entry.counted;
  return (entry.shown ??= {
    state: started.size > 0 ? 'running' : isReady(entry) ? 'ready' : due === undefined ? 'idle' : 'waiting',
    due: counted && heldUntil && heldUntil > counted ? heldUntil : heldUntil === null ? undefined : counted,
    heldUntil,
    since: dateOf(since),
    runs,
    lastStart: dateOf(lastStart),
    lastValue: dateOf(lastValue),
    lastDuration,
    failures,
    lastError,
  });
}

/** The tick it was ready with is used up. */
function consume(entry: TaskEntry): void {
  entry.due = undefined;
  entry.ready = entry.latched = false;
}

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
