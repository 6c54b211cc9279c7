import { asyncScheduler, Observable } from 'rxjs';
import { describe } from '../config/describe.js';
import { A_FUNCTION, AN_INTERVAL, CONFIG, TASK, type Rule } from '../config/rules.js';
import type { SmartPollOptions } from '../config/smart-poll-config.js';
import type { Task } from '../config/task.js';
import { checkObject, checkTask } from '../config/validate.js';
import { checkPace, type Pace } from './pace.js';
import type { SharedPollState } from './polled-key.js';
import { PolledKeys } from './polled-keys.js';

/** What `sharedPoll` decides itself. */
type OwnTaskOptions = 'next' | 'error' | 'complete' | 'startDue' | 'repeatDue' | 'overlap' | 'startFailures';
type OwnLoopOptions = 'tasks' | 'entries' | 'hooks' | 'onRun' | 'drain' | 'turnTimeout';

/**
 * The options of `sharedPoll()`: what is polled, how often, and the options of a task and of the loop beneath.
 *
 * @typeParam K - the keys
 * @typeParam V - the values
 */
export interface SharedPollOptions<K, V>
  extends
    Omit<Task<K, V>, OwnTaskOptions>,
    Omit<SmartPollOptions<unknown, never, never, never, never>, OwnLoopOptions> {
  /**
   * How often a key is polled, where a watcher says nothing else: milliseconds from the end of one run to the start of the
   * next, or an Observable of them. `Infinity` polls once, and then only as `refresh` says.
   */
  every: Pace;
  /**
   * What tells keys apart, for keys that are objects: two keys with the same answer are one. The `monitor` is told of keys
   * by these answers.
   *
   * @defaultValue keys are told apart as those of a `Map` are: objects by identity
   */
  keyOf?(key: K): unknown;
  /**
   * How long a key is kept after its last watcher has left, in milliseconds: its last value, its failures, and a run that goes
   * on. It is not polled meanwhile. `Infinity` keeps it for ever.
   *
   * @defaultValue 0: the run is cancelled, and all is forgotten
   */
  keepFor?: number;
}

/**
 * Many watchers, one poll: what `sharedPoll()` returns. Nothing happens before an Observable of it is subscribed to.
 *
 * @typeParam K - the keys
 * @typeParam V - the values
 */
export interface SharedPoll<K, V> {
  /**
   * Polls `key` for as long as it is subscribed to, together with everybody else who watches it, and emits each value. Whoever
   * comes late gets the last value at once. Errors with what the key's run failed with, unless `retryDue` tries again.
   *
   * @param every - how often, at least, in milliseconds, or an Observable of that; the key is polled at the tightest pace
   * that a watcher wants
   * @defaultValue `every` of the options
   * @throws RangeError or TypeError naming the key, for a pace that is none; one that an Observable emits is an error
   * notification
   */
  (key: K, every?: Pace): Observable<V>;
  /**
   * Polls `key` now, or joins the run that goes on, and emits what that run yields; all who watch get it too. Completes as
   * the run does, and errors if it fails, without trying again. Works for a key that nobody watches, which then runs once.
   */
  refresh(key: K): Observable<V>;
  /**
   * What is known of `key`, at once and as it changes: for a page that shows whether it loads, what failed and when it is due.
   * Whoever observes this does not watch the key.
   */
  state(key: K): Observable<SharedPollState<V>>;
  /** The keys that are watched, run or kept. */
  keys(): K[];
}

/**
 * Many watchers, one poll: each key is polled while somebody watches it, once for all of them, at the tightest pace that
 * one of them wants.
 *
 * ```text
 * watch(key, 6)        a-----b--c--d-----e     every 6, then 3 while somebody wants that
 * watch(key, 3)             ^b--c--d!
 * ```
 *
 * ```ts
 * export const prices = sharedPoll({
 *   project: ({ key, signal }: TaskContext<string>) => fetch(`/prices/${key}`, { signal }).then((r) => r.json()),
 *   every: 5_000,
 *   retryDue: backoff({ initial: 1_000, max: 60_000 }),
 * });
 * prices('AAPL').subscribe(show);
 * prices('AAPL', 1_000).subscribe(showInDetail);
 * ```
 *
 * There is one loop beneath, however many keys, with one host timer. It runs while a key is watched.
 *
 * @param options - what is polled, and how
 * @returns a function from a key to an Observable of its values, with `refresh`, `state` and `keys`
 * @throws TypeError naming the option that is wrong, and RangeError for an `every` of 0, a negative number or `NaN`
 * @see the guide "Sharing a poll"
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

/** By name, for the options may be of a class. */
function pick(options: any, rules: Record<string, Rule>): Record<string, unknown> {
  const names = Object.keys(rules).filter((name) => options[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}
