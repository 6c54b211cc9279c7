import { concatMap, merge, mergeMap, Observable } from 'rxjs';
import type { Hook } from './config/hook.js';
import type {
  Checked,
  CheckedEntry,
  HandlerOutput,
  KeyedEntries,
  LoopKey,
  SourceOutput,
} from './config/inference.js';
import type { OnRun, SmartPollConfig } from './config/smart-poll-config.js';
import type { Task } from './config/task.js';
import { validate } from './config/validate.js';
import { LimitHistory } from './keys/limit-history.js';
import { PastGates } from './keys/past-gates.js';
import { Run } from './run.js';
import { takeTurn } from './turns/take-turn.js';
import { Leftovers } from './work/leftovers.js';

/**
 * Runs a control loop: polls any number of tasks, each at its own changing pace, and handles their results, and other
 * events, one at a time.
 *
 * ```text
 * config ─► a schedule stream per key ─► ready ticks ─► pump ─► mergeMap: first stages ─► values ─┐
 *                  ▲                                                                              ▼
 *             ControlLoop ◄────── concatMap: one turn at a time ◄── pump ◄── fair lanes ◄── merge ◄── hooks
 *                                          │
 *                                          ▼
 *                                        output
 * ```
 *
 * @param config - tasks, hooks, and how they are run
 * @returns what the handlers emit. Each subscription is a run of its own, one at a time: a second one gets
 * `AlreadyRunningError`. It errors with any error that no handler handles, and completes when nothing can happen any more
 * @throws TypeError naming the property that is wrong
 * @see [Getting started](../docs/guides/getting-started.md), [Testing with marbles](../docs/guides/testing-with-marbles.md)
 *
 * @example
 * ```ts
 * smartPoll({
 *   tasks: {
 *     price: {
 *       startDue: 0,
 *       project: () => fetch('/price').then((response) => response.json()),
 *       next: (price, loop) => {
 *         loop.schedule('price', price.moving ? 1_000 : 10_000);
 *         return [price];
 *       },
 *     },
 *   },
 * }).subscribe(console.log);
 * ```
 */
// The mapped types infer V and W, the values that handlers get. The keys of entries are K, or L in a literal. The captured
// literals T, E, H and N give the outputs; their bounds check them once everything is inferred.
export function smartPoll<
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
): Observable<
  | SourceOutput<T[keyof T]>
  | SourceOutput<E[1 & keyof E]>
  | SourceOutput<H[keyof H]>
  | HandlerOutput<N extends readonly unknown[] ? N[number] : N>
> {
  const settings = validate(config);
  const limits = new Map(Object.keys(settings.limits).map((name) => [name, new LimitHistory()]));
  const past = { leftovers: new Leftovers(), pastGates: new PastGates(), limits };

  return new Observable((subscriber) => {
    const run = new Run(settings, past, subscriber);
    const { pump, hooks, turns } = run;
    subscriber.add(run.unsubscribed);

    // The pump decides what starts and whose turn it is; these subscribe to it, and tear it down.
    const firstStages = pump.starts.pipe(mergeMap((group) => group.pipe(mergeMap((taskRun) => taskRun))));
    const events = merge(...hooks.map((hook) => hook.turns));
    const output = pump.turns.pipe(concatMap((turn) => takeTurn(turn, turns)));

    run.observe(output, (value) => subscriber.next(value as never));
    // Does what `merge(firstStages, events)` would, without its cost for each value (bench row "cycle").
    run.observe(firstStages, pump.arrived);
    run.observe(events, pump.arrived);
    run.begin();
  });
}
