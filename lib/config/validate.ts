import { asyncScheduler, type Observer, type SchedulerLike } from 'rxjs';
import { describe } from './describe.js';
import type { Hook } from './hook.js';
import type { LoopEvent } from './loop-event.js';
import { isObservableLike } from './kinds.js';
import type { Changing, Limit, Rate } from './limit.js';
import {
  A_FUNCTION,
  A_STREAM,
  BUFFER,
  CHANGED_COUNT,
  CHANGED_RATE,
  CONFIG,
  HOOK,
  isObject,
  LIMIT,
  RATE,
  TASK,
  type Rule,
} from './rules.js';
import type { OnRun, PauseSource } from './smart-poll-config.js';
import type { StreamInput } from './stream-input.js';
import type { Task } from './task.js';

/** A checked configuration, with its defaults filled in. */
export interface Settings<K = any> {
  readonly tasks: ReadonlyMap<K, Task<K>>;
  readonly hooks: readonly (readonly [name: string, hook: Hook<K>])[];
  readonly onRun: readonly OnRun<K>[];
  readonly concurrent: Changing<number>;
  readonly limits: Limits;
  readonly ageing: number;
  readonly pause: readonly PauseSource[];
  readonly drain: StreamInput<unknown> | undefined;
  readonly turnTimeout: number | undefined;
  readonly monitors: readonly Partial<Observer<LoopEvent<K>>>[];
  readonly scheduler: SchedulerLike;
}

/** The checked limits, by name. */
export type Limits = Readonly<Record<string, Limit>>;

/**
 * Checks a configuration and fills in its defaults.
 *
 * @throws TypeError naming the first property that is wrong, what it must be, and what it is (4.8)
 */
export function validate(config: any): Settings {
  checkObject('the configuration', config, CONFIG);
  const { tasks = {}, entries = [], hooks = {}, onRun = [], pause = [], drain, turnTimeout } = config;
  const { concurrent = Infinity, limits = {}, ageing = Infinity, scheduler = asyncScheduler } = config;

  for (const name of Object.keys(limits)) checkLimit(`limits.${name}`, limits[name]);

  const byKey = new Map<unknown, Task<unknown>>();
  let checked: object | undefined;
  for (const key of Object.keys(tasks)) {
    checkTask(`tasks.${key}`, tasks[key], limits);
    byKey.set(key, tasks[key]);
  }
  for (const entry of entries) {
    check('entries', entry, ['an iterable of [key, task]', Array.isArray]);
    const [key, task] = entry;
    const { size } = byKey;
    byKey.set(key, task);
    // A task of many keys is checked once, and texts are made only for errors (bench row "configure").
    if (byKey.size > size && task === checked && checked !== undefined) continue;
    const property = `the entry ${describe(key)}`;
    check(property, key, ['a key that is not used yet', () => byKey.size > size]);
    checkTask(property, task, limits);
    checked = task;
  }
  if (config.entries === undefined)
    check('tasks', config.tasks, [
      'an object with at least one task, if there are no entries',
      () => byKey.size > 0,
    ]);

  const monitors = [config.monitor ?? []].flat();
  for (const monitor of monitors) {
    check('monitor', monitor, CONFIG.monitor as Rule);
    if (monitor.next !== undefined) check('monitor.next', monitor.next, A_FUNCTION);
  }
  for (const name of Object.keys(hooks)) checkHook(`hooks.${name}`, hooks[name]);
  return {
    tasks: byKey,
    hooks: Object.entries(hooks),
    onRun: [onRun].flat(),
    concurrent,
    limits,
    ageing,
    pause: [pause].flat(),
    drain,
    turnTimeout,
    monitors,
    scheduler,
  };
}

/** @throws TypeError naming the first property of a task that is wrong (4.8) */
export function checkTask(property: string, task: any, limits: Limits): void {
  checkObject(property, task, TASK, 'a task: an object with a project function');
  check(`${property}.project`, task.project, A_FUNCTION);
  const { limit = [], cost = 1 } = task;
  for (const name of [limit].flat()) {
    check(`${property}.limit`, name, [
      `one of the limits ${Object.keys(limits).map(describe).join(', ') || 'of the configuration, which has none'}`,
      () => Object.hasOwn(limits, name),
    ]);
    const { rate } = limits[name]!;
    if (rate !== undefined && 'starts' in rate)
      check(`${property}.cost`, cost, [
        `${rate.starts} at most, or the limit ${describe(name)} would never admit it`,
        () => cost <= rate.starts,
      ]);
  }
}

function checkLimit(property: string, limit: any): void {
  checkObject(property, limit, LIMIT, 'a limit: an object with concurrent, rate, or both');
  if (limit.rate !== undefined && !isObservableLike(limit.rate))
    checkRate(`${property}.rate`, limit.rate, RATE);
}

function checkRate(property: string, rate: any, rules: Record<string, Rule>): void {
  checkObject(property, rate, rules, 'an object with starts and per');
  for (const option of Object.keys(rules))
    check(`${property}.${option}`, rate[option], rules[option] as Rule);
}

/** @throws TypeError if what an Observable emits is not a number of first stages (5.15) */
export function checkChangedCount(property: string, value: number): void {
  check(`the value of ${property}`, value, CHANGED_COUNT);
}

/** @throws TypeError if what an Observable emits is not a rate (5.15) */
export function checkChangedRate(property: string, value: Rate): void {
  checkRate(`the value of ${property}`, value, CHANGED_RATE);
}

function checkHook(property: string, hook: any): void {
  checkObject(property, hook, HOOK, 'a hook: an object with a source and handlers');
  check(`${property}.source`, hook.source, A_STREAM);
  if (hook.buffer === undefined) return;
  checkObject(`${property}.buffer`, hook.buffer, BUFFER);
  for (const option of Object.keys(BUFFER))
    check(`${property}.buffer.${option}`, hook.buffer[option], BUFFER[option] as Rule);
}

/**
 * Checks that `got` is an object, and each of its options. In a plain object an unknown option is a mistake.
 *
 * @throws TypeError naming the first property that is wrong (4.8)
 */
export function checkObject(property: string, got: any, options: Record<string, Rule>, what = 'an object') {
  check(property, got, [what, isObject]);
  const path = options === CONFIG ? '' : `${property}.`;
  const names = Object.keys(options);
  const prototype = Object.getPrototypeOf(got);
  // An instance of the user's own class may have more members than options.
  if (prototype === Object.prototype || prototype === null)
    for (const name of Object.keys(got))
      if (!names.includes(name))
        throw new TypeError(
          `smartPoll: ${path}${name} is not one of the options ${names.join(', ')}, got ${describe(got[name])}`,
        );
  for (const name of names)
    if (got[name] !== undefined) check(`${path}${name}`, got[name], options[name] as Rule);
}

function check(property: string, got: unknown, [expected, holds]: Rule): void {
  if (!holds(got)) throw new TypeError(`smartPoll: ${property} must be ${expected}, got ${describe(got)}`);
}
