import { dueError } from './due.js';
import { isFunction, isObservableLike, isStream } from './kinds.js';

/** What a property must be, in words, and a test for it. */
export type Rule = readonly [expected: string, holds: (value: any) => boolean];

const isNumber = (value: unknown): value is number => typeof value === 'number' && value === value;
const isWholeFrom = (least: number, value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= least;
export const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !isObservableLike(value);
const isList = (value: unknown, holds: (item: any) => boolean): boolean =>
  holds(value) || (Array.isArray(value) && value.every(holds));
export const isOneOf = (...names: string[]): Rule => [
  names.map((name) => `'${name}'`).join(', '),
  (value) => names.includes(value),
];

const AN_OBJECT: Rule = ['an object', isObject];
export const A_FUNCTION: Rule = ['a function', isFunction];
const A_DUE: Rule = [
  'milliseconds, finite and not negative, a valid Date, null, or a function that returns one of these',
  (due) => due === null || isFunction(due) || !dueError(due, String),
];
export const AN_INTERVAL: Rule = [
  'milliseconds, finite and not negative',
  (value) => isNumber(value) && !dueError(value, String),
];
const A_BOOLEAN: Rule = ['a boolean', (value) => typeof value === 'boolean'];
export const A_STREAM: Rule = ['an ObservableInput', isStream];
const A_COUNT: Rule = [
  'a whole number from 1, or Infinity',
  (value) => value === Infinity || isWholeFrom(1, value),
];

const HANDLERS = { next: A_FUNCTION, error: A_FUNCTION, complete: A_FUNCTION };

export const TASK: Record<string, Rule> = {
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
  timeout: AN_INTERVAL,
  retryDue: [
    'milliseconds, finite and not negative, or a function that returns a due or null',
    (due) => isFunction(due) || AN_INTERVAL[1](due),
  ],
  limit: [
    'the name of a limit, or a list of different names',
    (value) =>
      typeof value === 'string' ||
      (Array.isArray(value) && value.length > 0 && new Set(value).size === value.length),
  ],
  cost: ['a finite number above 0', (value) => isNumber(value) && value > 0 && value < Infinity],
  startFailures: ['a whole number from 0', (value) => isWholeFrom(0, value)],
};

export const HOOK: Record<string, Rule> = {
  source: A_STREAM,
  ...HANDLERS,
  buffer: AN_OBJECT,
  keepsAlive: A_BOOLEAN,
};

const A_CHANGING_COUNT: Rule = [
  `${A_COUNT[0]}, or an Observable of that`,
  (value) => isObservableLike(value) || A_COUNT[1](value),
];

export const LIMIT: Record<string, Rule> = {
  concurrent: A_CHANGING_COUNT,
  rate: [
    'an object with starts and per, or an Observable of that',
    (value) => typeof value === 'object' && value !== null,
  ],
};

export const RATE: Record<string, Rule> = {
  starts: ['a whole number from 1', (value) => isWholeFrom(1, value)],
  per: ['milliseconds, above 0 and finite', (value) => isNumber(value) && value > 0 && value < Infinity],
};

/** The limits that an Observable may emit: also `0`, which lets nothing start. */
export const CHANGED_COUNT: Rule = [
  'a whole number from 0, or Infinity',
  (value) => value === Infinity || isWholeFrom(0, value),
];
export const CHANGED_RATE: Record<string, Rule> = {
  starts: ['a whole number from 0', (value) => isWholeFrom(0, value)],
  per: RATE.per as Rule,
};

export const BUFFER: Record<string, Rule> = {
  limit: A_COUNT,
  overflow: isOneOf('error', 'drop-oldest', 'drop-newest'),
};

export const CONFIG: Record<string, Rule> = {
  tasks: ['an object of tasks by key', isObject],
  entries: [
    'an iterable of [key, task]',
    (value) => isFunction(value?.[Symbol.iterator]) && typeof value !== 'string',
  ],
  hooks: ['an object of hooks by name', isObject],
  onRun: ['a function or an array of functions', (value) => isList(value, isFunction)],
  concurrent: A_CHANGING_COUNT,
  limits: ['an object of limits by name', isObject],
  ageing: ['milliseconds, above 0', (value) => isNumber(value) && value > 0],
  pause: ['an Observable<boolean> or an array of them', (value) => isList(value, isObservableLike)],
  drain: A_STREAM,
  turnTimeout: AN_INTERVAL,
  monitor: ['an observer or an array of them', (value) => typeof value === 'object' && value !== null],
  scheduler: ['a SchedulerLike', (value) => isFunction(value?.schedule) && isFunction(value?.now)],
};
