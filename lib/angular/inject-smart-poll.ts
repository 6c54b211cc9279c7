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

/** The options of `smartPoll()` that take a stream, and here also a signal. */
export interface SignalOptions {
  /**
   * How many first stages may run at once: a number, or a signal or Observable that may change it. Lowering it stops nothing
   * that is running, raising it lets more start immediately.
   *
   * @defaultValue `Infinity`
   */
  concurrent?: Changing<number> | Signal<number>;
  /**
   * Quotas that tasks share, by name; a task names the ones it needs in `limit`. Their values may be signals.
   *
   * @defaultValue none
   */
  limits?: {
    readonly [name: string]: Omit<Limit, 'concurrent' | 'rate'> & {
      readonly concurrent?: Changing<number> | Signal<number>;
      readonly rate?: Changing<Rate> | Signal<Rate>;
    };
  };
  /**
   * Nothing starts while any of these is true: signals, or Observables such as `pageHidden()`. Keys that came due meanwhile
   * start afterwards.
   *
   * @defaultValue never paused
   */
  pause?: PauseSource | Signal<boolean> | readonly (PauseSource | Signal<boolean>)[];
}

/**
 * The configuration of `injectSmartPoll()`: that of `smartPoll()`, with signals where it takes streams. The type parameters
 * are those of `SmartPollConfig`.
 */
export type InjectSmartPollConfig<K, T, E, H, N> = Omit<
  SmartPollOptions<K, T, E, H, N>,
  keyof SignalOptions
> &
  SignalOptions &
  ({ tasks: T } | { entries: E });

/**
 * Runs a control loop for as long as the component, directive or service that calls it lives, and returns its state as
 * signals.
 *
 * You may not need it. If you only want the outputs, only in the browser, and zone.js is absent or does not matter,
 * `smartPoll(…).pipe(takeUntilDestroyed())` and `toSignal(smartPoll(…))` are enough. This adds what they leave to you:
 *
 * - The loop subscribes, and sets its timers, outside the Angular zone, so it delays neither `ApplicationRef.isStable` nor
 *   anything that waits for it.
 * - On a server it does nothing, or makes the render wait for its first value.
 * - It can be stopped and started again, and you can see what each key is doing.
 *
 * @param config - as for `smartPoll()`; its `monitor` is called as usual
 * @param options - where, when and whether to start
 * @throws TypeError naming the property or option that is wrong
 * @throws NG0203 outside an injection context, without an `injector`
 * @throws NG0602 in a reactive context: a template, a `computed`, an `effect`
 * @see [Angular](../../docs/guides/angular.md)
 *
 * @example
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
 */
// The type parameters, and the inference, are those of `smartPoll()`.
export function injectSmartPoll<
  V = {},
  const K = never,
  const L extends readonly unknown[] = [],
  T extends Checked<T, keyof Task<any>> = {},
  E extends CheckedEntry<E, keyof Task<any>> = readonly unknown[],
  W = {},
  H extends Checked<H, keyof Hook<any> | 'post'> = {}, // `LoopCommands` is a hook with `post` added.
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
