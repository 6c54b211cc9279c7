import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Recorded behaviour of the original: what was set up, and what was then observed, tick by tick. */
export interface Recording {
  readonly name: string;
  /** What the recording pins. */
  readonly note?: string;
  readonly scenario: Scenario;
  readonly trace: readonly TraceEvent[];
}

/** 1 tick = 1 ms. Missing numbers are 0, missing lists empty, missing strings none. */
export interface Scenario {
  readonly tasks: { readonly [key: string]: readonly FirstStage[] };
  readonly hooks?: { readonly [name: string]: readonly (Handling & { atTick?: number; value?: number })[] };
  readonly runHooks?: readonly (readonly Handling[])[];
  readonly runs: readonly { readonly startAtTick?: number; readonly cancelAtTick?: number }[];
}

/** One start of a key. */
export interface FirstStage {
  readonly firstStageTicks?: number;
  /** It stops in the very tick in which it is cancelled; without this it goes on to its end. */
  readonly honourCancel?: boolean;
  readonly outcome: 'hook' | 'nohook' | 'error' | 'hook+error';
  readonly error?: string;
  readonly hookTicks?: number;
  readonly hookCalls?: readonly Call[];
  readonly hookError?: string;
}

/** One call of a handler: what it calls, how long it takes, and how it fails. */
export interface Handling {
  readonly hookTicks?: number | undefined;
  readonly calls?: readonly Call[] | undefined;
  readonly error?: string | undefined;
}

/** A call of the original's control interface, `at` ticks after the handler was entered. */
export interface Call {
  readonly op:
    'schedule' | 'scheduleAt' | 'scheduleSooner' | 'scheduleAtSooner' | 'stopTimer' | 'running' | 'next';
  readonly key: string;
  readonly ticks?: number;
  readonly at?: number;
}

export interface TraceEvent {
  readonly t: number;
  readonly ev: string;
  readonly [field: string]: unknown;
}

/** Reads every `.json` file in `directory`. Throws an `Error` that names the file and what is wrong with it. */
export function readRecordings(directory: string): Recording[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  if (files.length === 0) {
    throw new Error(`no .json files in ${directory}`);
  }
  const recordings = files.sort().flatMap((file) => read(join(directory, file)));
  if (recordings.length === 0) {
    throw new Error(`no recordings in ${directory}`);
  }
  return recordings;
}

function read(path: string): Recording[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
  if (!Array.isArray(content)) {
    throw new Error(`${path}: expected an array of { name, scenario, trace }`);
  }
  content.forEach((recording, index) => {
    const fault = faultOf(recording);
    if (fault) {
      throw new Error(`${path}: recording ${index}: expected ${fault}`);
    }
  });
  return content as Recording[];
}

function faultOf(recording: any): string | undefined {
  if (typeof recording?.name !== 'string') {
    return 'a name';
  }
  if (
    !isObject(recording.scenario?.tasks) ||
    !Object.values(recording.scenario.tasks).every(isListOfObjects)
  ) {
    return 'scenario.tasks, a list of first stages for each key';
  }
  if (!isListOfObjects(recording.scenario.runs)) {
    return 'scenario.runs, a list';
  }
  if (!isListOfObjects(recording.trace)) {
    return 'a trace, a list of events';
  }
  return undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}
