/** What the worker is asked to run. */
export interface Program {
  readonly code: string;
  /** For how many virtual seconds it is watched. */
  readonly seconds: number;
}

/** What went wrong; `line` is one of the code, from 1. */
export interface Failure {
  readonly message: string;
  readonly line?: number | undefined;
}

/** Something that was printed, in milliseconds from the start. */
export interface Line {
  readonly time: number;
  readonly text: string;
  readonly isError: boolean;
}

/** A `LoopEvent` as data: times count in milliseconds from the start, keys and errors are texts. */
export interface PlainEvent {
  readonly time: number;
  readonly type: string;
  readonly key?: string | undefined;
  readonly stage?: number | undefined;
  readonly hook?: string | undefined;
  readonly handler?: string | undefined;
  readonly limit?: string | undefined;
  readonly method?: string | undefined;
  readonly error?: string | undefined;
  readonly dueTime?: number | undefined;
  readonly until?: number | undefined;
  readonly keys?: readonly string[] | undefined;
}

/** From `time` on, this is what `explain` says of a key. */
export interface Explained {
  readonly time: number;
  readonly key: string;
  readonly reason: string;
  readonly message: string;
}

/** What one `smartPoll()` of the code did. */
export interface LoopRecord {
  readonly events: readonly PlainEvent[];
  readonly explained: readonly Explained[];
  /** There was more than is kept. */
  readonly isCut: boolean;
}

export interface RunResult {
  readonly lines: readonly Line[];
  readonly loops: readonly LoopRecord[];
  /** How far virtual time went, in milliseconds. */
  readonly end: number;
  /** Nothing was left to wait for. */
  readonly isOver: boolean;
  readonly failure?: Failure | undefined;
}
