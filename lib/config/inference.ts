import type { StreamInput, StreamValue } from './stream-input.js';

/**
 * The keys of a loop: the names of `tasks`, which are strings even if they look like numbers, and the keys of `entries`.
 * No key is inferred from where this type is used: an annotated `Hook` adds no keys.
 */
export type LoopKey<V, K, L extends readonly unknown[]> = NoInfer<
  `${keyof V & (string | number)}` | K | L[number]
>;

/** Entries in a literal, by position, so that the keys `L` are inferred even if they differ in kind. */
export type KeyedEntries<L extends readonly unknown[]> =
  readonly [...{ [I in keyof L]: readonly [L[I], unknown] }] | Iterable<readonly [unknown, unknown]>;

/** The bound of `T` and `H`: tasks or hooks, by name. */
export type Checked<T, Options> = { [P in keyof T]: CheckedSource<T[P], Options> };

/** The bound of `E`, one entry of `entries`. */
export type CheckedEntry<E, Options> = {
  [P in keyof E]: P extends '1' ? CheckedSource<E[P], Options> : E[P];
};

/**
 * `S`, a task or hook, if it is valid; otherwise the type that it must have, for the compiler to report.
 *
 * It is valid if all its options are among `Options`, and its `next` takes what `project` or `source` yields, even if that
 * was inferred too late to be `V`.
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

/** A task or hook whose `project` returns, or whose `source` is, an `I`. */
export type Yields<I extends StreamInput<any>> = { project(...context: any): I } | { source: I };

/** What a handler emits; `undefined` is not output. */
export type HandlerOutput<F> = F extends (...args: any) => infer R
  ? R extends StreamInput<infer O>
    ? Exclude<O, undefined | void>
    : never
  : never;

/** What the handlers of a task or hook emit together. */
export type SourceOutput<S> = S extends unknown
  ? HandlerOutput<S[keyof S & ('next' | 'error' | 'complete')]>
  : never;
