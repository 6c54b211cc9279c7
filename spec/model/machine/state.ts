import type { Agenda, Entry } from '../agenda.js';
import type { Fact, Seen } from '../fact.js';
import type { Program, TaskScript, TurnScript } from '../program.js';

/** What outlives a run. */
export interface World {
  readonly program: Program;
  readonly agenda: Agenda;
  readonly facts: Fact[];
  /** How often each script was begun, over all runs. */
  readonly plays: Record<string, number>;
  /** Promises of ended runs that have not settled: the next run waits for them (4.4). */
  readonly leftovers: Map<object, Leftover>;
  /** The last start of each key whose task has `minInterval`, and until when it matters (5.11). */
  readonly starts: Record<string, { at: number; until: number }>;
  /** Until when keys are held that were removed, or whose run is over (5.14). */
  readonly holds: Map<string, number>;
  /** First stages and turns that were unsubscribed before their end. */
  readonly aborted: string[];
  active: Run | undefined;
  /** The turn that ended last. */
  previous: Turn | undefined;
}

/** Whose a leftover is, and from when on it counts no more (5.12, 3.9). */
export interface Leftover {
  readonly key: string | undefined;
  readonly until: number;
}

/** Something that waits for its instant. */
export interface Timer {
  readonly at: number;
  /** When it was set: of two due at one instant, the first set comes first. */
  readonly set: number;
  readonly entry: Entry;
  readonly act: () => void;
}

/** One run: all of its state. */
export interface Run {
  readonly world: World;
  readonly keys: Map<string, Key>;
  readonly hooks: Map<string, Lane>;
  /** The `onRun` handlers still to come: they go before everything (4.1). */
  readonly first: number[];
  /** The lanes of the hooks, and that of all tasks, in which the keys take turns (3.2). */
  readonly lanes: Ring<string | typeof TASKS>;
  readonly tasks: Ring<Key>;
  /** The last value of each pause source. */
  readonly pauses: boolean[];
  /** Stages of removed keys that are not over: whoever adds the key again inherits them (5.6). */
  readonly orphans: Stage[];
  /** What to undo as the run ends; each source by its label. */
  readonly sources: Map<string, Entry[]>;
  readonly timers: Set<Timer>;
  /** The turn in progress. */
  turn: Turn | undefined;
  phase: 'starting' | 'waiting' | 'going' | 'over';
  /** It had to wait for what an earlier run left (4.4). */
  waited: boolean;
  draining: boolean;
  /** Whether the loop decides already, so that whoever asks it to need not wait for the answer. */
  busy: boolean;
  /** Counts what happens, to tell before from after within an instant. */
  moment: number;
  /** How many first stages have started. */
  started: number;
  go(): void;
  end(how: 'complete' | 'unsubscribe' | 'error', error?: string): void;
}

export interface Key {
  readonly name: string;
  readonly script: TaskScript;
  /** When it is due, unless it is unscheduled (1). */
  due: number | undefined;
  /** When it was wished for, while `due` is later because it is held or would start too soon. */
  wish: number | undefined;
  /** It waits until it may start. */
  held: boolean;
  /** Until when it is held; without an end: `Infinity` (5.14). */
  hold: number | undefined;
  /** Its readiness. */
  tick: { order: number; place: 'fresh' | 'in line' | 'parked' } | undefined;
  /** Ticks that wait for their turn under `concat`. */
  counted: { order: number; due: number }[];
  /** The first of them waits for `minInterval`, or a hold, to be over. */
  delay: Timer | undefined;
  timer: Timer | undefined;
  lastStart: number | undefined;
  /** The moments of the calls that set or cleared its schedule (1.10). */
  readonly calls: number[];
  /** Of those that made the schedule as it is: they count no more if its tick is dropped. */
  made: number[];
  failures: number;
  /** Its runs: first stages whose last turn has not ended. */
  stages: Stage[];
  readonly events: Event[];
}

/** A first stage and the turns it causes. */
export interface Stage {
  key: Key;
  readonly label: string;
  /** What the monitor calls it: the key, and its number in the run. */
  readonly told: string;
  readonly began: number;
  readonly promise: boolean;
  readonly observable: boolean;
  /** Notices to come. */
  readonly entries: Entry[];
  /** When its `timeout` is over. */
  readonly deadline: number;
  timer: Timer | undefined;
  /** The error it failed with, and the failures of its key with that one. */
  failed: { error: string; failures: number } | undefined;
  /** When its key is to try again, if that is known before its run is over (5.13). */
  retry: { at: number; dated: boolean } | undefined;
  over: boolean;
  /** A Promise has passed its value on, and completes now. */
  completes: boolean;
  cancelled: boolean;
}

/** Lanes that take turns, one event each (3.2). */
export interface Ring<T> {
  readonly line: T[];
  /** Whose turn it is: it joins the end of the line only after that, if it has more. */
  served: T | undefined;
}

/** The lane of all tasks, among those of the hooks. */
export const TASKS = Symbol('tasks');

/** A mailbox (5.9). */
export interface Lane {
  readonly events: Event[];
  done: boolean;
}

/** What a turn is for. */
export interface Event {
  readonly handler: 'next' | 'error' | 'complete' | 'onRun';
  readonly label: string;
  readonly value?: string;
  readonly script: TurnScript;
  readonly stage?: Stage;
  readonly hook?: string;
}

export interface Turn {
  readonly event: Event;
  readonly run: Run;
  readonly entries: Entry[];
  /** When `turnTimeout` is over (3.9). */
  readonly deadline: number;
  limit: Timer | undefined;
  timedOut?: boolean;
  /** Whether the loop it was given still works (4.7). */
  live: boolean;
  /** Whether its handler has returned. */
  returned: boolean;
}

/** Puts down that something was seen. */
export function note(world: World, fact: Seen): void {
  world.facts.push({ t: world.agenda.now, ...fact });
}

/** Tells the monitor, if there is one (7.1). */
export function tell(run: Run, type: string, about = '', due?: number | null): void {
  if (run.world.program.monitor)
    note(run.world, { ev: 'told', type, about, ...(due !== undefined && { due }) });
}

/** The n-th time, from 0, that a script is begun. */
export function count({ plays }: World, what: string): number {
  return (plays[what] = (plays[what] ?? -1) + 1);
}
