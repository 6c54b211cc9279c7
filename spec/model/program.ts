/**
 * A program: a configuration whose tasks, sources and handlers play scripts, and when it is subscribed
 * to. Plain data, so that a counterexample can be printed and pasted. Times are whole milliseconds,
 * counted from where the script begins; virtual time begins at 0.
 */
export interface Program {
  tasks: Record<string, TaskScript>;
  /** What the call `add` adds, by key. */
  spare?: Record<string, TaskScript>;
  hooks?: Record<string, HookScript>;
  /** The n-th call of an `onRun` handler, over all runs, plays its entry n; past the last: nothing. */
  onRun?: TurnScript[][];
  concurrent?: number;
  pause?: Notice[][];
  drain?: Notice[];
  /** Each subscribes by itself, also while another is active. */
  runs: RunScript[];
  turnTimeout?: number;
  /** Whether it is noted what is torn down after it has ended by itself: before the next start or turn (2.6). */
  releases?: true;
  /** Whether a monitor listens. */
  monitor?: true;
  /** When an instant holds both, what comes first: the library's timer, or what the scripts do; default: they. */
  timers?: 'first';
  /** When everything is unsubscribed at last. */
  end: number;
}

export interface RunScript {
  at: number;
  /** When it is unsubscribed, counted from the beginning of the program. */
  until?: number;
  /** How often it is subscribed to again, as `repeat` and `retry` do: from inside its own end. */
  again?: number;
}

export interface TaskScript {
  /** The n-th start of the key, over all runs, plays entry n; the last one repeats. */
  stages: StageScript[];
  /** The handlers it has not. */
  lacks?: readonly ('next' | 'error' | 'complete')[];
  /** The n-th call of its `complete` plays entry n; past the last: nothing. */
  completes?: TurnScript[];
  startDue?: DueScript | null;
  repeatDue?: DueScript | null;
  timeout?: number;
  /** What the error handler does as the first stage fails by its `timeout`: the n-th time entry n; past the last: nothing. */
  timeouts?: TurnScript[];
  /** A list is a function: for n failures it returns entry n, from 1; the last one repeats. */
  retryDue?: number | (DueScript | null)[];
  startFailures?: number;
  priority?: number;
  overlap?: 'latch' | 'exhaust' | 'concat' | 'switch' | 'merge';
  minInterval?: number;
}

export interface StageScript {
  /** In order of `at`. Without an error or a completion at the end it never ends. */
  notices: Notice[];
  /** `promise`: settles with the only notice, which cannot be stopped (a completion: it yields no value). `throw`: `project` throws the only notice, an error. */
  as?: 'promise' | 'throw';
}

/** What a source notifies of and when: a value, unless it says otherwise. */
export interface Notice {
  at: number;
  kind?: 'error' | 'complete';
  /** What its handler does; default: nothing. */
  turn?: TurnScript;
  /** What a `pause` source emits. */
  value?: boolean;
}

export interface HookScript {
  events: Notice[];
  /** Whether its times count from the beginning of the program; what comes before the subscription is missed. */
  hot?: boolean;
  lacks?: readonly ('next' | 'error' | 'complete')[];
  buffer?: { limit: number; overflow: 'error' | 'drop-oldest' | 'drop-newest' };
}

/** What a handler does. It ends after `length`, or with its last call or output, if that is later. */
export interface TurnScript {
  calls?: Call[];
  length?: number;
  /** When it emits. */
  emits?: number[];
  /** The error it fails with at its end. */
  fails?: string;
  /** What it returns; default: an Observable if it takes time, else an array or nothing. */
  as?: 'promise' | 'observable';
}

export interface Call {
  at?: number;
  op: Op;
  key?: string;
  due?: DueScript | null;
}

/**
 * The methods of the control loop; `stale`: `schedule`, with the loop of an earlier turn; `push`: an event
 * for the hook `key`, from inside the turn; `unsubscribe`: the run, from inside the turn.
 */
export type Op =
  | 'schedule'
  | 'scheduleSooner'
  | 'unschedule'
  | 'stopTimer'
  | 'dueTime'
  | 'isRunning'
  | 'cancel'
  | 'hold'
  | 'release'
  | 'explain'
  | 'add'
  | 'remove'
  | 'has'
  | 'keys'
  | 'drain'
  | 'stale'
  | 'push'
  | 'unsubscribe';

/** Milliseconds from the call, or a `Date` so many milliseconds from the call. */
export type DueScript = number | { date: number };
