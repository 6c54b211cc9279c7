import {
  assertInInjectionContext,
  assertNotInReactiveContext,
  inject,
  Injector,
  type Signal,
} from '@angular/core';
import type {
  Changing,
  Checked,
  CheckedEntry,
  HandlerOutput,
  Hook,
  KeyedEntries,
  Limit,
  LoopKey,
  OnRun,
  PauseSource,
  Rate,
  SmartPollOptions,
  SourceOutput,
  Task,
} from '../index.js';
import { AN_INJECTOR, checkOptions, oneOf, type OptionRules } from './check-options.js';
import { createRef, type InjectSmartPollOptions, type SmartPollRef } from './smart-poll-ref.js';

/** The options of `smartPoll()` that take a stream, and here a signal, too. */
export interface SignalOptions {
  /**
   * How many first stages run at once: a number, or a signal or Observable that may change it. Fewer stop nothing that
   * runs, more start at once.
   *
   * @defaultValue `Infinity`
   */
  concurrent?: Changing<number> | Signal<number>;
  /** Quotas that tasks share, by name: a task names those that it needs in `limit`. What they allow may be signals. */
  limits?: {
    readonly [name: string]: Omit<Limit, 'concurrent' | 'rate'> & {
      readonly concurrent?: Changing<number> | Signal<number>;
      readonly rate?: Changing<Rate> | Signal<Rate>;
    };
  };
  /** While any of these is true nothing starts: signals, or Observables such as `pageHidden()`. Due keys start on resuming. */
  pause?: PauseSource | Signal<boolean> | readonly (PauseSource | Signal<boolean>)[];
}

/**
 * The configuration of `injectSmartPoll()`: that of `smartPoll()`, with signals where streams are taken.
 *
 * @see `SmartPollConfig`, which has the same type parameters
 */
export type InjectSmartPollConfig<K, T, E, H, N> = Omit<
  SmartPollOptions<K, T, E, H, N>,
  keyof SignalOptions
> &
  SignalOptions &
  ({ tasks: T } | { entries: E });

/**
 * Runs a control loop for as long as the component, directive or service that calls this lives, and
 * returns what it does as signals.
 *
 * You may not need it: where the outputs are all you want, in the browser, and something outside of
 * zone.js or no zone at all, `smartPoll(…).pipe(takeUntilDestroyed())` and `toSignal(smartPoll(…))` are enough.
 * This adds what they leave to you: the loop subscribes, and arms its timers, outside the Angular zone, so
 * that it holds up neither `ApplicationRef.isStable` nor what waits for that; it keeps still on a server, or
 * holds the render for its first value; it can be stopped and started again; and its keys can be looked at.
 *
 * ```ts
 * readonly weather = injectSmartPoll({
 *   tasks: {
 *     seattle: {
 *       startDue: 0,
 *       repeatDue: 10_000,
 *       project: () => this.http.get<Weather>('/api/seattle'),
 *       next: (weather) => [weather],
 *       error: (_, loop) => loop.schedule('seattle', 30_000),
 *     },
 *   },
 * });
 * // in the template: {{ weather.value()?.celsius }}
 * ```
 *
 * @param config - as for `smartPoll()`; its `monitor` is told as ever
 * @param options - where, when and whether to start
 * @throws TypeError naming the property of the configuration or option that is wrong
 * @throws NG0203 outside an injection context, without an `injector`
 * @throws NG0602 in a reactive context: a template, a `computed`, an `effect`
 * @see `smartPoll()`, whose configuration this takes
 */
// The type parameters, and what is inferred from what, are those of `smartPoll()`.
export function injectSmartPoll<
  V = {},
  const K = never,
  const L extends readonly unknown[] = [],
  T extends Checked<T, keyof Task<any>> = {},
  E extends CheckedEntry<E, keyof Task<any>> = readonly unknown[],
  W = {},
  H extends Checked<H, keyof Hook<any> | 'post'> = {}, // `LoopCommands` has `post` beside what a hook has.
  N = unknown,
>(
  config: InjectSmartPollConfig<
    LoopKey<V, K, L>,
    { [P in keyof V]: Task<LoopKey<V, K, L>, V[P]> } & T,
    Iterable<readonly [K | L[number], Task<LoopKey<V, K, L>, unknown>] & E> & KeyedEntries<L>,
    { [P in keyof W]: Hook<LoopKey<V, K, L>, W[P]> } & H,
    (OnRun<LoopKey<V, K, L>> | readonly OnRun<LoopKey<V, K, L>>[]) & N
  >,
  options: InjectSmartPollOptions = {},
): SmartPollRef<
  LoopKey<V, K, L>,
  | SourceOutput<T[keyof T]>
  | SourceOutput<E[1 & keyof E]>
  | SourceOutput<H[keyof H]>
  | HandlerOutput<N extends readonly unknown[] ? N[number] : N>
> {
  checkOptions(options, OPTIONS);
  assertNotInReactiveContext(injectSmartPoll);
  if (options.injector === undefined) assertInInjectionContext(injectSmartPoll);
  return createRef(config, options.injector ?? inject(Injector), options);
}

const OPTIONS: OptionRules<InjectSmartPollOptions> = {
  injector: AN_INJECTOR,
  start: oneOf('now', 'manual', 'afterNextRender'),
  server: oneOf('off', 'first'),
  watchdog: (value) =>
    value === false || (typeof value === 'object' && value !== null)
      ? undefined
      : 'options of watchdog(), or false',
};
