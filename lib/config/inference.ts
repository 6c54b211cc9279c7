import type { ObservableInput } from 'rxjs';

/**
 * The keys of a loop: the names of `tasks`, which are strings even where they look like numbers, and
 * the keys of `entries`. Where it stands, neither is inferred: an annotated `Hook` adds no keys.
 */
export type LoopKey<V, K> = NoInfer<`${keyof V & (string | number)}` | K>;

/** The bound of `T`, tasks or hooks by their names, that refuses what is none of the `Options` (4.8). */
export type WithoutUnknown<T, Options> = { [P in keyof T]: { [Q in Exclude<keyof T[P], Options>]: never } };

/** What a handler emits: returning nothing contributes nothing, and `undefined` is not output (3.7). */
export type HandlerOutput<F> = F extends (...args: any) => infer R
  ? R extends ObservableInput<infer O>
    ? Exclude<O, undefined | void>
    : never
  : never;

/** What the handlers of a task or hook emit together. */
export type SourceOutput<S> = S extends unknown
  ? HandlerOutput<S[keyof S & ('next' | 'error' | 'complete')]>
  : never;
