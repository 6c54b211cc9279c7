import { asyncScheduler } from 'rxjs';
import type {
  Checked,
  CheckedEntry,
  HandlerOutput,
  Hook,
  KeyedEntries,
  LoopKey,
  OnRun,
  SmartPollConfig,
  SmartPollOptions,
  SourceOutput,
  Task,
} from '../index.js';
import { LoopTelemetry } from './loop-telemetry.js';
import type { TelemetryOptions } from './telemetry-options.js';
import { tracedConfig } from './traced-config.js';

/**
 * A configuration with telemetry, for `smartPoll()`. In its type, `entries` stands for all tasks, so that `smartPoll()` can
 * infer the keys and the output.
 *
 * @typeParam K - the keys of the loop
 * @typeParam O - what its handlers emit
 */
export interface TelemetryConfig<K, O> extends SmartPollOptions<
  K,
  {},
  Iterable<readonly [K, Task<K, unknown, O>]>,
  {},
  never
> {
  /** As far as the type is concerned, all tasks, including those of `tasks`. */
  entries: Iterable<readonly [K, Task<K, any, O>]>;
}

/**
 * Reports what a loop does to OpenTelemetry, as metrics and as spans: one for each run of a task, with its turns as children.
 *
 * The work runs in the context of its span, so the requests of an instrumented HTTP client are children of the run that
 * makes them.
 *
 * @param config - as for `smartPoll()`; its `monitor` is called as usual
 * @param options - where to report, and under which names; by default to the global providers, without names
 * @returns the configuration of one loop, for `smartPoll()` or anything else that takes one
 * @see [Running it in production](../../docs/guides/production.md), which lists all metrics
 *
 * @example
 * ```ts
 * smartPoll(
 *   telemetry(
 *     {
 *       tasks: {
 *         price: {
 *           startDue: 0,
 *           repeatDue: 10_000,
 *           project: () => fetch('/price').then((response) => response.text()),
 *           next: (price) => [price],
 *         },
 *       },
 *     },
 *     { name: 'prices', taskName: (key) => key },
 *   ),
 * ).subscribe();
 * ```
 */
// The type parameters, and the inference, are those of `smartPoll()`.
export function telemetry<
  V = {},
  const K = never,
  const L extends readonly unknown[] = [],
  T extends Checked<T, keyof Task<any>> = {},
  E extends CheckedEntry<E, keyof Task<any>> = readonly unknown[],
  W = {},
  H extends Checked<H, keyof Hook<any> | 'post'> = {}, // `LoopCommands` is a hook with `post` added.
  N = unknown,
>(
  config: SmartPollConfig<
    LoopKey<V, K, L>,
    { [P in keyof V]: Task<LoopKey<V, K, L>, V[P]> } & T,
    Iterable<readonly [K | L[number], Task<LoopKey<V, K, L>, unknown>] & E> & KeyedEntries<L>,
    { [P in keyof W]: Hook<LoopKey<V, K, L>, W[P]> } & H,
    (OnRun<LoopKey<V, K, L>> | readonly OnRun<LoopKey<V, K, L>>[]) & N
  >,
  options: TelemetryOptions<LoopKey<V, K, L>> = {},
): TelemetryConfig<
  LoopKey<V, K, L>,
  | SourceOutput<T[keyof T]>
  | SourceOutput<E[1 & keyof E]>
  | SourceOutput<H[keyof H]>
  | HandlerOutput<N extends readonly unknown[] ? N[number] : N>
> {
  const { scheduler = asyncScheduler } = config ?? {};
  return tracedConfig(config, new LoopTelemetry(options, () => scheduler.now()));
}
