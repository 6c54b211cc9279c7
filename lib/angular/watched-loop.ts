import { isDevMode, NgZone, type Injector } from '@angular/core';
import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import {
  LoopCommands,
  smartPoll,
  TaskStates,
  watchdog,
  type LoopEvent,
  type SmartPollConfig,
  type WatchdogOptions,
} from '../index.js';
import { limitStreamsOf, streamOf, streamsOf } from './stream-of.js';

/** The options of a configuration, by name: an instance of a class may have them from its prototype. */
const NAMES = Object.keys({
  tasks: 0,
  entries: 0,
  hooks: 0,
  onRun: 0,
  concurrent: 0,
  limits: 0,
  ageing: 0,
  turnTimeout: 0,
  pause: 0,
  drain: 0,
  monitor: 0,
  scheduler: 0,
} satisfies Record<keyof SmartPollConfig<unknown>, 0>);

/** The name of the hook that `SmartPollRef.post` posts to, as monitors see it. */
const POST = 'ref.post';
/** What the watchdog finds too long in development mode, in milliseconds. */
const PATIENCE = { turn: 10_000, stage: 60_000 };

/** A loop, the states of its keys, and a way to post commands to it. */
export interface WatchedLoop<K, O> {
  readonly loop$: Observable<O>;
  readonly states: TaskStates<K>;
  readonly commands: LoopCommands<K, O>;
}

/**
 * Makes the loop of a configuration: watched, open to commands, with streams in place of signals, and with its timers set
 * outside the zone. What is wrong is passed on as it is, for `smartPoll()` to refuse (4.8).
 */
export function watchedLoop<K, O>(
  config: any,
  injector: Injector,
  dog: WatchdogOptions<K> | false | undefined,
): WatchedLoop<K, O> {
  if (typeof config !== 'object' || config === null) void smartPoll(config);
  const { tasks, entries, hooks, concurrent, limits, pause, monitor, scheduler = asyncScheduler } = config;

  const commands = new LoopCommands<K, O>(false);
  const keys = new Set<K>();
  const told = { next: (event: LoopEvent<K>): void => states.next(event) };
  const timers =
    isFunction(scheduler?.schedule) && isFunction(scheduler.now)
      ? outsideScheduler(scheduler, injector.get(NgZone))
      : scheduler;
  const options = dog ?? (dog === undefined && isDevMode() ? PATIENCE : false);
  const copy = {
    // Of the same class, so that the same options are refused.
    __proto__: Object.getPrototypeOf(config),
    ...config,
    ...Object.fromEntries(NAMES.map((name) => [name, config[name]])),
    entries:
      isFunction(entries?.[Symbol.iterator]) && typeof entries !== 'string' ? noting(entries, keys) : entries,
    concurrent: streamOf(concurrent, injector),
    limits: limitStreamsOf(limits, injector),
    pause: streamsOf(pause, injector),
    hooks: isPlain(hooks) ? { ...hooks, [POST]: commands } : hooks,
    monitor: [
      told,
      ...(options ? [watchdog({ scheduler: timers, ...options })] : []),
      ...(monitor === undefined ? [] : [monitor].flat()),
    ],
    scheduler: timers,
  };
  const loop$ = smartPoll(copy) as Observable<O>;

  const states = new TaskStates<K>([...(Object.keys(tasks ?? {}) as K[]), ...keys]);
  return { loop$, states, commands };
}

/** The same entries, to be iterated once; collects their keys. */
function* noting<K>(entries: Iterable<unknown>, keys: Set<K>): Iterable<unknown> {
  for (const entry of entries) {
    if (Array.isArray(entry)) keys.add(entry[0]);
    yield entry;
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** Whether there are no hooks, or an object of them. */
function isPlain(hooks: unknown): boolean {
  return hooks === undefined || (typeof hooks === 'object' && hooks !== null && !('subscribe' in hooks));
}

/**
 * The same scheduler, but with its timers set outside the Angular zone. A hook's source that emits inside the zone, such as
 * a click, would otherwise set them there.
 */
export function outsideScheduler(scheduler: SchedulerLike, zone: NgZone): SchedulerLike {
  return {
    // The clock recognises `asyncScheduler.now` itself (D-045).
    now: scheduler.now === asyncScheduler.now ? asyncScheduler.now : () => scheduler.now(),
    schedule: (...args: Parameters<SchedulerLike['schedule']>) =>
      zone.runOutsideAngular(() => scheduler.schedule(...args)),
  };
}
