/** What can be seen of a program as it runs, in order. `t` is the instant. */
export type Fact = Seen & { readonly t: number };

export type Seen =
  | { readonly ev: 'run'; readonly run: number }
  /** How it ended; `error`: the label of the error, or the name of its class. */
  | {
      readonly ev: 'end';
      readonly run: number;
      readonly how: 'complete' | 'unsubscribe' | 'error';
      readonly error?: string;
    }
  | { readonly ev: 'start'; readonly key: string; readonly n: number }
  | {
      readonly ev: 'turn';
      readonly of: string;
      readonly value?: string;
      readonly failures?: number;
      readonly state: State;
    }
  | { readonly ev: 'exit'; readonly of: string }
  | {
      readonly ev: 'call';
      readonly op: string;
      readonly key: string;
      readonly before?: KeyState;
      readonly after?: KeyState;
      readonly result?: unknown;
      readonly thrown?: string;
    }
  | { readonly ev: 'output'; readonly value: string }
  /** A first stage, a source or a turn was unsubscribed before its end. */
  | { readonly ev: 'stopped'; readonly of: string }
  /** What a first stage or a turn was subscribed to is torn down, after it has ended by itself. */
  | { readonly ev: 'released'; readonly of: string }
  /** A `retryDue` function is asked. */
  | { readonly ev: 'retry'; readonly key: string; readonly failures: number; readonly error: string }
  /** What is left at the end: first stages and turns whose signal was aborted, sources and timers that were not given back. */
  | {
      readonly ev: 'left';
      readonly aborted: readonly string[];
      readonly sources: number;
      readonly timers: number;
    }
  /** What the monitor is told: of which key, stage, handler or error, in words; `due`: what the event has as `dueTime` or `until`. */
  | { readonly ev: 'told'; readonly type: string; readonly about: string; readonly due?: number | null };

/** What a loop tells about its keys, in their order. */
export type State = Readonly<Record<string, KeyState>>;

export interface KeyState {
  readonly running: boolean;
  readonly due: number | null;
  /** The reason `explain` gives, with the place in line. */
  readonly why: string;
}
