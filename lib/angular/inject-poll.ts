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

/** What `injectPoll()` takes for a poll of its own and for one that is shared. */
export interface PollResourceOptions {
  /** Where there is no injection context: the injector with which polling ends. */
  injector?: Injector;
  /**
   * Whether the last value is shown until there is one for the new params or key.
   *
   * @defaultValue false: `value` is `undefined` as they change
   */
  keepPrevious?: boolean;
  /**
   * What happens where pages are rendered on a server: nothing is polled (`'off'`), or the render waits for one value, an
   * error or a completion (`'first'`).
   *
   * @defaultValue 'off'
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
   * What to ask for. Reactive: when it changes, the request that goes on is cancelled, and polling starts anew. While it is
   * `undefined` nothing is polled.
   *
   * @defaultValue `null`, always
   */
  params?: () => P | undefined;
  /** Makes one request: returns a Promise, an Observable or whatever else a task's `project` may return. */
  project: (context: PollContext<NoInfer<P>>) => StreamInput<V>;
  /** Milliseconds from the end of one request to the start of the next, or a signal of them. `Infinity` asks once. */
  every: number | Signal<number>;
  /**
   * When to ask again after a failure: milliseconds, or what `backoff()` returns.
   *
   * @defaultValue polling ends with the first error, until `reload()` or other params
   */
  retryDue?: Task<unknown>['retryDue'];
  /** How long a request may take, in milliseconds; then it fails with a `TimeoutError`. */
  timeout?: number;
  /** While any of these is true nothing starts: Observables such as `pageHidden()`, or signals. */
  pause?: PauseSource | Signal<boolean> | readonly (PauseSource | Signal<boolean>)[];
}

/**
 * The options of `injectPoll()` for a poll that is shared.
 *
 * @typeParam K - the keys
 * @typeParam V - the values
 * @typeParam Q - those of the keys that are watched
 */
export interface InjectSharedPollOptions<K, V, Q extends K = K> extends PollResourceOptions {
  /** What `sharedPoll()` returned. */
  from: SharedPoll<K, V>;
  /** Which key to watch. Reactive; while it is `undefined` nothing is watched. */
  key: () => Q | undefined;
  /**
   * How often, at least: milliseconds, or a signal of them. The key is polled at the tightest pace that a watcher wants.
   *
   * @defaultValue `every` of the shared poll
   */
  every?: number | Signal<number>;
}

/**
 * What `project` of `injectPoll()` gets.
 *
 * @typeParam P - the params
 */
export interface PollContext<P> {
  /** What `params` returned. */
  readonly params: P;
  /** Aborted when the request is not wanted any more, or takes too long. */
  readonly signal: AbortSignal;
}

/**
 * Watches a key of a shared poll for as long as the component, directive or service that calls this lives, and shows it
 * as a resource. However many do, a key is asked for once for all of them.
 *
 * ```ts
 * readonly price = injectPoll({ from: inject(PriceService).prices, key: () => this.id(), every: 1_000 });
 * ```
 *
 * @param options - which poll, which key, and how often
 * @see `sharedPoll()`
 */
// A literal that `key` returns is a key, and no string: that takes `Q`, and to be the first overload, which types functions.
export function injectPoll<K, V, const Q extends K>(
  options: InjectSharedPollOptions<K, V, Q>,
): PollRef<V | undefined>;

/**
 * Polls one thing for as long as the component, directive or service that calls this lives, and shows it as a resource.
 *
 * ```ts
 * readonly id = input.required<string>();
 * readonly price = injectPoll({
 *   params: () => this.id(),
 *   project: ({ params: id }) => this.http.get<Price>(`/prices/${id}`),
 *   every: 5_000,
 *   retryDue: backoff({ initial: 1_000, max: 60_000 }),
 * });
 * // in the template: @if (price.hasValue()) { {{ price.value().amount }} }
 * ```
 *
 * Like Angular's `resource`, it reads its params, and starts, in an effect: with the next change detection.
 *
 * @param options - what is asked for, and how often
 * @throws TypeError naming the option that is wrong. A signal that is no pace, and params that throw, are an `error` of the ref
 * @throws NG0203 outside an injection context, without an `injector`
 * @throws NG0602 in a reactive context: a template, a `computed`, an `effect`
 * @see the guide "Angular"; `injectSmartPoll()` for a loop of many tasks
 */
export function injectPoll<P, V>(options: InjectPollOptions<P, V>): PollRef<V | undefined>;

export function injectPoll<K, V>(
  options: InjectPollOptions<K, V> | InjectSharedPollOptions<K, V>,
): PollRef<V | undefined> {
  const isShared = typeof options === 'object' && options !== null && 'from' in options;
  checkOptions(options, isShared ? SHARED : OWN);
  for (const name of isShared ? (['key'] as const) : (['project', 'every'] as const))
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
          key: () => ('params' in options ? options.params() : (null as K)),
        },
        injector,
      );
}

/** A poll of its own: shared with nobody. */
function pollOf<P, V>(options: InjectPollOptions<P, V>, injector: Injector): SharedPoll<P, V> {
  const { retryDue, timeout, pause = [] } = options;
  return sharedPoll<P, V>({
    every: Infinity, // Whoever watches says how often.
    project: (context: TaskContext<P>) =>
      options.project({
        params: context.key,
        get signal() {
          return context.signal; // Made when it is read.
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
/** Left to `sharedPoll()`. */
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
