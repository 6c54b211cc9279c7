import type { StreamInput, StreamValue } from './stream-input.js';

/**
 * The keys of a loop: the names of `tasks`, which are strings even where they look like numbers, and
 * the keys of `entries`. Where it stands, none is inferred: an annotated `Hook` adds no keys.
 */
export type LoopKey<V, K, L extends readonly unknown[]> = NoInfer<
  `${keyof V & (string | number)}` | K | L[number]
>;

/** Entries in a literal, by their places: so the keys `L` are inferred also where they differ in kind. */
export type KeyedEntries<L extends readonly unknown[]> =
  readonly [...{ [I in keyof L]: readonly [L[I], unknown] }] | Iterable<readonly [unknown, unknown]>;

/** The bound of `T` and `H`, tasks or hooks by their names. */
export type Checked<T, Options> = { [P in keyof T]: CheckedSource<T[P], Options> };

/** The bound of `E`, one of `entries`. */
export type CheckedEntry<E, Options> = {
  [P in keyof E]: P extends '1' ? CheckedSource<E[P], Options> : E[P];
};

/**
 * A task or hook `S`, if it has no option that is none of `Options` (4.8), and its `next` takes what `project` or `source`
 * yields, also where that was inferred too late to be `V`; otherwise what it must be.
 */
export type CheckedSource<S, Options> = S extends unknown
  ? Exclude<keyof S, Options> extends never
    ? S extends Yields<infer I> & { next?: (value: infer V, ...loop: any) => unknown }
      ? [I] extends [StreamInput<V>]
        ? S
        : { next?: (value: StreamValue<I>, loop: never) => unknown }
      : S
    : { 'unknown option': Exclude<keyof S, Options> }
  : never;

/** A task or hook with a first stage or source of the type `I`. */
export type Yields<I extends StreamInput<any>> = { project(...context: any): I } | { source: I };

/** What a handler emits: returning nothing contributes nothing, and `undefined` is not output (3.7). */
export type HandlerOutput<F> = F extends (...args: any) => infer R
  ? R extends StreamInput<infer O>
    ? Exclude<O, undefined | void>
    : never
  : never;

/** What the handlers of a task or hook emit together. */
export type SourceOutput<S> = S extends unknown
  ? HandlerOutput<S[keyof S & ('next' | 'error' | 'complete')]>
  : never;
