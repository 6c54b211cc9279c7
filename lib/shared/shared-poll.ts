import { asyncScheduler, Observable } from 'rxjs';
import { describe } from '../config/describe.js';
import { A_FUNCTION, AN_INTERVAL, CONFIG, TASK, type Rule } from '../config/rules.js';
import type { SmartPollOptions } from '../config/smart-poll-config.js';
import type { Task } from '../config/task.js';
import { checkObject, checkTask } from '../config/validate.js';
import { checkPace, type Pace } from './pace.js';
import type { SharedPollState } from './polled-key.js';
import { PolledKeys } from './polled-keys.js';

/** The options that `sharedPoll` sets itself. */
type OwnTaskOptions = 'next' | 'error' | 'complete' | 'startDue' | 'repeatDue' | 'overlap' | 'startFailures';
type OwnLoopOptions = 'tasks' | 'entries' | 'hooks' | 'onRun' | 'drain' | 'turnTimeout';

/**
 * The options of `sharedPoll()`: what is polled and how often, and options of the task and the loop underneath.
 *
 * @typeParam K - the keys
 * @typeParam V - the values
 */
export interface SharedPollOptions<K, V>
  extends
    Omit<Task<K, V>, OwnTaskOptions>,
    Omit<SmartPollOptions<unknown, never, never, never, never>, OwnLoopOptions> {
  /**
   * How often a key is polled, unless a watcher says otherwise: milliseconds from the end of one run to the start of the
   * next, or an Observable of them. With `Infinity` it is polled once, and after that only by `refresh`.
   */
  every: Pace;
  /**
   * Returns what identifies a key, for keys that are objects: two keys with the same result are one key.
   *
   * These results are also the keys in the events of the `monitor`.
   *
   * @defaultValue keys are compared like those of a `Map`: objects by identity
   */
  keyOf?(key: K): unknown;
  /**
   * How long a key is kept after its last watcher has left, in milliseconds: its last value, its failures, and a run in
   * progress. It is not polled during that time. `Infinity` keeps it forever.
   *
   * @defaultValue 0: the run is cancelled, and the key is forgotten
   */
  keepFor?: number;
}

/**
 * What `sharedPoll()` returns: a function from a key to an Observable of its values, with a few methods. Nothing happens
 * until such an Observable is subscribed to.
 *
 * @typeParam K - the keys
 * @typeParam V - the values
 */
export interface SharedPoll<K, V> {
  /**
   * Watches `key`: polls it, together with its other watchers, and emits each value.
   *
   * A latecomer gets the last value at once. If a run fails and `retryDue` does not try again, every watcher gets the error.
   *
   * @param every - how often, at least: milliseconds, or an Observable of them; by default `every` of the options. The key
   * is polled at the shortest interval that any of its watchers asks for
   * @returns the values of `key`, which is polled while this is subscribed to; errors with a `RangeError` or `TypeError`
   * if an Observable `every` emits an invalid pace
   * @throws RangeError or TypeError naming the key, for an invalid pace
   */
  (key: K, every?: Pace): Observable<V>;
  /**
   * Polls `key` now, or joins the run in progress, and emits what that run yields.
   *
   * All watchers get it, too. Completes with the run, and errors if it fails, without trying again. A key that nobody
   * watches is run once.
   */
  refresh(key: K): Observable<V>;
  /**
   * Emits the state of `key`, at once and on every change: whether it is loading, what failed, and when it is due.
   *
   * Subscribing to the state does not cause any polling. A key that was forgotten has the state of one that was never
   * watched. All keys are forgotten when the loop underneath fails.
   */
  state(key: K): Observable<SharedPollState<V>>;
  /** Lists the keys that are watched, running or kept. */
  keys(): K[];
}

/**
 * Shares one poll among many watchers: each key is polled while anybody watches it, once for all of them, at the shortest
 * interval that any of them asks for.
 *
 * ```text
 * watch(key, 6)        a--b--c--d-----e     every 3 while somebody wants that, otherwise every 6
 * watch(key, 3)          ab--c--d!          subscribes at 2, and immediately gets the last value
 * ```
 *
 * There is one loop underneath, with one host timer, however many keys there are. It runs while any key is watched.
 *
 * @param options - what is polled, and how
 * @returns a function from a key to an Observable of its values, with `refresh`, `state` and `keys`
 * @throws TypeError naming the option that is wrong; RangeError for an `every` of 0, a negative number or `NaN`
 * @see [Sharing a poll](../../docs/guides/sharing-a-poll.md)
 *
 * @example
 * ```ts
 * const prices = sharedPoll({
 *   project: ({ key, signal }: TaskContext<string>) => fetch(`/prices/${key}`, { signal }).then((r) => r.json()),
 *   every: 5_000,
 *   retryDue: backoff({ initial: 10_000, max: 60_000 }),
 * });
 * prices('AAPL').subscribe(show);
 * prices('AAPL', 1_000).subscribe(show);
 * ```
 */
export function sharedPoll<K, V>(options: SharedPollOptions<K, V>): SharedPoll<K, V> {
  const taskRules = without(TASK, 'next error complete startDue repeatDue overlap startFailures retryDue');
  const loopRules = without(CONFIG, 'tasks entries hooks onRun drain turnTimeout');
  const ownRules = { every: ANYTHING, keyOf: A_FUNCTION, keepFor: KEEP_FOR, retryDue: TASK.retryDue as Rule };
  checkObject('sharedPoll', options, { ...ownRules, ...taskRules, ...loopRules });
  checkTask('sharedPoll', pick(options, taskRules), options.limits ?? {});
  const { every, keepFor = 0, keyOf, retryDue, scheduler = asyncScheduler } = options;
  checkPace(every, () => 'sharedPoll');
  const keys = new PolledKeys<K, V>({
    keyOf: keyOf === undefined ? (key) => key : (key) => options.keyOf!(key),
    keepFor,
    retryDue,
    task: { ...pick(options, taskRules), project: (context) => options.project(context) },
    loop: { ...pick(options, loopRules), scheduler },
  });

  const watch = (key: K, pace: Pace = every): Observable<V> => {
    checkPace(pace, () => describe(key));
    return new Observable((subscriber) => keys.watch(key, pace, subscriber));
  };
  return Object.assign(watch, {
    refresh: (key: K) => new Observable<V>((subscriber) => keys.refresh(key, subscriber)),
    state: (key: K) => new Observable<SharedPollState<V>>((subscriber) => keys.observe(key, subscriber)),
    keys: () => keys.list(),
  });
}

const ANYTHING: Rule = ['', () => true];
const KEEP_FOR: Rule = [
  'milliseconds, not negative, or Infinity',
  (value) => value === Infinity || AN_INTERVAL[1](value),
];

function without(rules: Record<string, Rule>, names: string): Record<string, Rule> {
  const excluded = names.split(' ');
  return Object.fromEntries(Object.entries(rules).filter(([name]) => !excluded.includes(name)));
}

/** By name: the options may be a class instance. */
function pick(options: any, rules: Record<string, Rule>): Record<string, unknown> {
  const names = Object.keys(rules).filter((name) => options[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}
