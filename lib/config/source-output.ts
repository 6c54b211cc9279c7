import type { HandlerOutput } from './handler-output.js';

/** What the handlers of a task or hook emit together. */
export type SourceOutput<S> = S extends unknown
  ? HandlerOutput<S[keyof S & ('next' | 'error' | 'complete')]>
  : never;
