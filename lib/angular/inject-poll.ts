import {
  assertInInjectionContext,
  assertNotInReactiveContext,
  inject,
  Injector,
  isSignal,
  NgZone,
  type Signal,
} from '@angular/core';
import { asyncScheduler } from 'rxjs';
import {
  sharedPoll,
  type PauseSource,
  type SharedPoll,
  type StreamInput,
  type Task,
  type TaskContext,
} from '../index.js';
import { AN_INJECTOR, anOption, checkOptions, oneOf, refuse, type OptionRules } from './check-options.js';
import { createPollRef } from './create-poll-ref.js';
import type { PollRef } from './resource.js';
import { streamOf, streamsOf } from './stream-of.js';
import { outsideScheduler } from './watched-loop.js';

/** The options that `injectPoll()` takes both for a poll of its own and for a shared one. */
export interface PollResourceOptions {
  /**
   * The injector with which polling ends. Required outside an injection context.
   *
   * @defaultValue that of the injection context
   */
  injector?: Injector;
  /**
   * Whether the last value stays until there is one for the new params or key.
   *
   * @defaultValue false: `value` becomes `undefined` when they change
   */
  keepPrevious?: boolean;
  /**
   * What to do when a page is rendered on a server: poll nothing (`'off'`), or make the render wait for one value, an error
   * or a completion (`'first'`).
   *
   * @defaultValue `'off'`
   */
  server?: 'off' | 'first';
}

/**
 * The options of `injectPoll()` for a poll of its own.
 *
 * @typeParam P - the params
 * @typeParam V - the values
 */
export interface InjectPollOptions<P, V> extends PollResourceOptions {
  /**
   * What to ask for. Reactive: when it changes, the request in progress is cancelled, and polling starts afresh. While it
   * is `undefined` nothing is polled.
   *
   * @defaultValue `null`, always
   */
  params?: () => P | undefined;
  /** Makes one request: returns a Promise, an Observable, or anything else that a task's `project` may return. */
  project: (context: PollContext<NoInfer<P>>) => StreamInput<V>;
  /** Milliseconds from the end of one request to the start of the next, or a signal of them. `Infinity` asks once. */
  every: number | Signal<number>;
  /**
   * When to ask again after a failure: milliseconds, or what `backoff()` returns.
   *
   * @defaultValue the first error ends polling, until `reload()` or a change of the params
   */
  retryDue?: Task<unknown>['retryDue'];
  /**
   * How long a request may take, in milliseconds; after that it fails with a `TimeoutError`.
   *
   * @defaultValue no limit
   */
  timeout?: number;
  /**
   * Nothing starts while any of these is true: signals, or Observables such as `pageHidden()`.
   *
   * @defaultValue never paused
   */
  pause?: PauseSource | Signal<boolean> | readonly (PauseSource | Signal<boolean>)[];
}

/**
 * The options of `injectPoll()` for a shared poll.
 *
 * @typeParam K - the keys
 * @typeParam V - the values
 * @typeParam Q - the keys among them that are watched
 */
export interface InjectSharedPollOptions<K, V, Q extends K = K> extends PollResourceOptions {
  /** The shared poll: what `sharedPoll()` returned. */
  from: SharedPoll<K, V>;
  /** Which key to watch. Reactive; while it is `undefined` nothing is watched. */
  key: () => Q | undefined;
  /**
   * How often, at least: milliseconds, or a signal of them. The key is polled at the shortest interval that any of its
   * watchers asks for.
   *
   * @defaultValue `every` of the shared poll
   */
  every?: number | Signal<number>;
}

/**
 * What the `project` of `injectPoll()` is called with.
 *
 * @typeParam P - the params
 */
export interface PollContext<P> {
  /** What `params` returned. */
  readonly params: P;
  /** Aborted when the request is no longer wanted, or takes too long. */
  readonly signal: AbortSignal;
}

/**
 * Watches a key of a shared poll for as long as the component, directive or service that calls it lives, and returns it as
 * a resource.
 *
 * However many watch a key, it is polled once for all of them.
 *
 * @param options - which poll, which key, and how often
 * @throws TypeError naming the option that is wrong
 * @throws NG0203 outside an injection context, without an `injector`
 * @throws NG0602 in a reactive context: a template, a `computed`, an `effect`
 * @see [Angular](../../docs/guides/angular.md); `sharedPoll()`
 *
 * @example
 * ```ts
 * readonly price = injectPoll({ from: inject(PriceService).prices, key: () => this.id(), every: 1_000 });
 * ```
 */
// `Q` keeps a literal that `key` returns from being widened to a string. This must be the first overload, which types functions.
export function injectPoll<K, V, const Q extends K>(
  options: InjectSharedPollOptions<K, V, Q>,
): PollRef<V | undefined>;

/**
 * Polls one thing for as long as the component, directive or service that calls it lives, and returns it as a resource.
 *
 * Like Angular's `resource`, it reads its params, and starts, in an effect: with the next change detection.
 *
 * @param options - what to ask for, and how often
 * @returns the state of polling, as signals; a signal that is not a valid pace, and params that throw, are its `error`
 * @throws TypeError naming the option that is wrong
 * @throws NG0203 outside an injection context, without an `injector`
 * @throws NG0602 in a reactive context: a template, a `computed`, an `effect`
 * @see [Angular](../../docs/guides/angular.md); `injectSmartPoll()` for a loop of many tasks
 *
 * @example
 * ```ts
 * readonly id = input.required<string>();
 * readonly price = injectPoll({
 *   params: () => this.id(),
 *   project: ({ params: id }) => this.http.get<Price>(`/prices/${id}`),
 *   every: 5_000,
 *   retryDue: backoff({ initial: 10_000, max: 60_000 }),
 * });
 * // in the template: {{ price.value()?.amount }}
 * ```
 */
export function injectPoll<P, V>(options: InjectPollOptions<P, V>): PollRef<V | undefined>;

export function injectPoll<K, V>(
  options: InjectPollOptions<K, V> | InjectSharedPollOptions<K, V>,
): PollRef<V | undefined> {
  const isShared = typeof options === 'object' && options !== null && 'from' in options;
  checkOptions(options, isShared ? SHARED : OWN);
  for (const name of isShared ? (['from', 'key'] as const) : (['project', 'every'] as const))
    if ((options as any)[name] === undefined) refuse(`options.${name}`, 'given', undefined);
  assertNotInReactiveContext(injectPoll);
  if (options.injector === undefined) assertInInjectionContext(injectPoll);
  const injector = options.injector ?? inject(Injector);

  const { server = 'off', keepPrevious = false } = options;
  const every = streamOf(options.every, injector);
  const common = { every, server, keepPrevious };
  return isShared
    ? createPollRef({ ...common, from: options.from, key: () => options.key() }, injector)
    : createPollRef(
        {
          ...common,
          from: pollOf(options, injector),
          key: () => (options.params === undefined ? (null as K) : options.params()),
        },
        injector,
      );
}

/** A poll that is shared with nobody. */
function pollOf<P, V>(options: InjectPollOptions<P, V>, injector: Injector): SharedPoll<P, V> {
  const { retryDue, timeout, pause = [] } = options;
  return sharedPoll<P, V>({
    every: Infinity, // The watcher says how often.
    project: (context: TaskContext<P>) =>
      options.project({
        params: context.key,
        get signal() {
          return context.signal; // Created when first read.
        },
      }),
    pause: streamsOf(pause, injector),
    scheduler: outsideScheduler(asyncScheduler, injector.get(NgZone)),
    ...(retryDue === undefined ? {} : { retryDue }),
    ...(timeout === undefined ? {} : { timeout }),
  });
}

const A_FUNCTION = anOption('a function', (value) => typeof value === 'function' && !('subscribe' in value));
const EVERY = anOption(
  'milliseconds above 0, Infinity, or a signal of them',
  (value) => isSignal(value) || (typeof value === 'number' && value > 0),
);
/** `sharedPoll()` checks it. */
const ANYTHING = anOption('', () => true);

const COMMON: OptionRules<PollResourceOptions> = {
  injector: AN_INJECTOR,
  keepPrevious: anOption('true or false', (value) => typeof value === 'boolean'),
  server: oneOf('off', 'first'),
};
const OWN: OptionRules<InjectPollOptions<unknown, unknown>> = {
  params: A_FUNCTION,
  project: A_FUNCTION,
  every: EVERY,
  retryDue: ANYTHING,
  timeout: ANYTHING,
  pause: ANYTHING,
  ...COMMON,
};
const SHARED: OptionRules<InjectSharedPollOptions<unknown, unknown>> = {
  from: anOption('what sharedPoll() returned', (value) => typeof value?.refresh === 'function'),
  key: A_FUNCTION,
  every: EVERY,
  ...COMMON,
};
