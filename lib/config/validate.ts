import {
  asyncScheduler,
  type Observable,
  type ObservableInput,
  type Observer,
  type SchedulerLike,
} from 'rxjs';
import { describe } from './describe.js';
import { dueError } from './due-error.js';
import type { Hook } from './hook.js';
import { isFunction, isObservableLike, isStream } from './kinds.js';
import type { LoopEvent } from './loop-event.js';
import type { OnRun } from './smart-poll-config.js';
import type { Task } from './task.js';

/** A checked configuration, with its defaults filled in. */
export interface Settings<K = any> {
  readonly tasks: ReadonlyMap<K, Task<K>>;
  readonly hooks: readonly (readonly [name: string, hook: Hook<K>])[];
  readonly onRun: readonly OnRun<K>[];
  readonly concurrent: number;
  readonly pause: readonly Observable<boolean>[];
  readonly drain: ObservableInput<unknown> | undefined;
  readonly monitor: Partial<Observer<LoopEvent<K>>> | undefined;
  readonly scheduler: SchedulerLike;
}

/** What a property must be, in words, and whether a value is that. */
export type Rule = readonly [expected: string, holds: (value: any) => boolean];

const isNumber = (value: unknown): value is number => typeof value === 'number' && value === value;
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !isObservableLike(value);
const isList = (value: unknown, holds: (item: any) => boolean): boolean =>
  holds(value) || (Array.isArray(value) && value.every(holds));
export const isOneOf = (...names: string[]): Rule => [
  names.map((name) => `'${name}'`).join(', '),
  (value) => names.includes(value),
];

const AN_OBJECT: Rule = ['an object', isObject];
const A_FUNCTION: Rule = ['a function', isFunction];
const A_DUE: Rule = [
  'milliseconds, finite and not negative, a valid Date, null, or a function that returns one of these',
  (due) => due === null || isFunction(due) || !dueError(due, String),
];
const AN_INTERVAL: Rule = [
  'milliseconds, finite and not negative',
  (value) => isNumber(value) && !dueError(value, String),
];
const A_STREAM: Rule = ['an ObservableInput', isStream];
const A_COUNT: Rule = [
  'a whole number from 1, or Infinity',
  (value) => value === Infinity || (Number.isInteger(value) && value > 0),
];

const HANDLERS = { next: A_FUNCTION, error: A_FUNCTION, complete: A_FUNCTION };

const TASK: Record<string, Rule> = {
  project: A_FUNCTION,
  ...HANDLERS,
  startDue: A_DUE,
  repeatDue: [
    'milliseconds, finite and not negative, or a function that returns a due',
    (due) => isFunction(due) || AN_INTERVAL[1](due),
  ],
  priority: ['a number', isNumber],
  overlap: isOneOf('latch', 'exhaust', 'concat', 'switch', 'merge'),
  minInterval: AN_INTERVAL,
};

const HOOK: Record<string, Rule> = { source: A_STREAM, ...HANDLERS, buffer: AN_OBJECT };

const BUFFER: Record<string, Rule> = {
  limit: A_COUNT,
  overflow: isOneOf('error', 'drop-oldest', 'drop-newest'),
};

const CONFIG: Record<string, Rule> = {
  tasks: ['an object of tasks by their keys', isObject],
  entries: [
    'an iterable of [key, task]',
    (value) => isFunction(value?.[Symbol.iterator]) && typeof value !== 'string',
  ],
  hooks: ['an object of hooks by their names', isObject],
  onRun: ['a function or an array of functions', (value) => isList(value, isFunction)],
  concurrent: A_COUNT,
  pause: ['an Observable<boolean> or an array of them', (value) => isList(value, isObservableLike)],
  drain: A_STREAM,
  monitor: ['an observer', (value) => typeof value === 'object' && value !== null],
  scheduler: ['a SchedulerLike', (value) => isFunction(value?.schedule) && isFunction(value?.now)],
};

/**
 * Checks a configuration and fills in its defaults.
 *
 * @throws TypeError naming the first property that is wrong, what it must be and what was got (4.8)
 */
export function validate(config: any): Settings {
  checkObject('the configuration', config, CONFIG);
  const { tasks = {}, entries = [], hooks = {}, onRun = [], pause = [], drain, monitor } = config;
  const { concurrent = Infinity, scheduler = asyncScheduler } = config;

  const byKey = new Map<unknown, Task<unknown>>();
  let checked: object | undefined;
  for (const key of Object.keys(tasks)) {
    checkTask(`tasks.${key}`, tasks[key]);
    byKey.set(key, tasks[key]);
  }
  for (const entry of entries) {
    check('entries', entry, ['an iterable of [key, task]', Array.isArray]);
    const [key, task] = entry;
    const { size } = byKey;
    byKey.set(key, task);
    // One task for many keys is looked at once, and a text is made for what is wrong (bench row "configure").
    if (byKey.size > size && task === checked && checked !== undefined) continue;
    const property = `the entry ${describe(key)}`;
    check(property, key, ['a key that is not there yet', () => byKey.size > size]);
    checkTask(property, task);
    checked = task;
  }
  if (config.entries === undefined)
    check('tasks', config.tasks, [
      'an object with a task at least, where there are no entries',
      () => byKey.size > 0,
    ]);

  if (monitor?.next !== undefined) check('monitor.next', monitor.next, A_FUNCTION);
  for (const name of Object.keys(hooks)) checkHook(`hooks.${name}`, hooks[name]);
  return {
    tasks: byKey,
    hooks: Object.entries(hooks),
    onRun: [onRun].flat(),
    concurrent,
    pause: [pause].flat(),
    drain,
    monitor,
    scheduler,
  };
}

/** @throws TypeError naming the first property of a task that is wrong (4.8) */
export function checkTask(property: string, task: any): void {
  checkObject(property, task, TASK, 'a task: an object with a project function');
  check(`${property}.project`, task.project, A_FUNCTION);
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
 * Checks that `got` is an object, and each of its options; an unknown one is a mistake in a plain object.
 *
 * @throws TypeError naming the first property that is wrong (4.8)
 */
export function checkObject(property: string, got: any, options: Record<string, Rule>, what = 'an object') {
  check(property, got, [what, isObject]);
  const path = options === CONFIG ? '' : `${property}.`;
  const names = Object.keys(options);
  const prototype = Object.getPrototypeOf(got);
  // What an instance of the user's own class has beside its options is its own business.
  if (prototype === Object.prototype || prototype === null)
    for (const name of Object.keys(got))
      check(`${path}${name}`, got[name], [
        `one of the options ${names.join(', ')}`,
        () => names.includes(name),
      ]);
  for (const name of names)
    if (got[name] !== undefined) check(`${path}${name}`, got[name], options[name] as Rule);
}

function check(property: string, got: unknown, [expected, holds]: Rule): void {
  if (!holds(got)) throw new TypeError(`smartPoll: ${property} must be ${expected}, got ${describe(got)}`);
}
