import type { NgZone, Signal } from '@angular/core';
import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import { smartPoll, type LoopEvent, type SmartPollConfig } from '../index.js';
import type { TaskState } from './task-board.js';
import { watchTasks } from './watch-tasks.js';

/** The options of a configuration, which an instance of a class may have from its prototype. */
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

/**
 * The loop of a configuration, its keys watched and its timers armed outside the zone. What is wrong is handed on
 * as it is, for `smartPoll()` to refuse (4.8).
 */
export function watchedLoop<K, O>(
  config: any,
  zone: NgZone,
): { loop$: Observable<O>; tasks: Signal<ReadonlyMap<K, TaskState>> } {
  if (typeof config !== 'object' || config === null) void smartPoll(config);
  const { tasks, entries, monitor, scheduler = asyncScheduler } = config;

  const keys = new Set<K>();
  const told = { next: (event: LoopEvent<K>): void => watched.monitor.next(event) };
  const copy = {
    // Of the same class, so that the same is refused.
    __proto__: Object.getPrototypeOf(config),
    ...config,
    ...Object.fromEntries(NAMES.map((name) => [name, config[name]])),
    entries:
      isFunction(entries?.[Symbol.iterator]) && typeof entries !== 'string' ? noting(entries, keys) : entries,
    monitor: [told, ...(monitor === undefined ? [] : [monitor].flat())],
    scheduler:
      isFunction(scheduler?.schedule) && isFunction(scheduler.now)
        ? outsideScheduler(scheduler, zone)
        : scheduler,
  };
  const loop$ = smartPoll(copy) as Observable<O>;

  const watched = watchTasks([...(Object.keys(tasks ?? {}) as K[]), ...keys], undefined);
  return { loop$, tasks: watched.tasks };
}

/** The same entries, which are gone through once; their keys are noted as they pass by. */
function* noting<K>(entries: Iterable<unknown>, keys: Set<K>): Iterable<unknown> {
  for (const entry of entries) {
    if (Array.isArray(entry)) keys.add(entry[0]);
    yield entry;
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/**
 * The same scheduler, which arms its timers outside the Angular zone: a loop is entered from inside it
 * wherever a hook's source emits there, such as a click.
 */
export function outsideScheduler(scheduler: SchedulerLike, zone: NgZone): SchedulerLike {
  return {
    // The clock knows `asyncScheduler.now` when it sees it (D-045).
    now: scheduler.now === asyncScheduler.now ? asyncScheduler.now : () => scheduler.now(),
    schedule: (...args: Parameters<SchedulerLike['schedule']>) =>
      zone.runOutsideAngular(() => scheduler.schedule(...args)),
  };
}
