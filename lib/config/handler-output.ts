import type { ObservableInput } from 'rxjs';

/** What a handler emits: returning nothing contributes nothing, and `undefined` is not output (3.7). */
export type HandlerOutput<F> = F extends (...args: any) => infer R
  ? R extends ObservableInput<infer O>
    ? Exclude<O, undefined | void>
    : never
  : never;
