import { isObservable } from 'rxjs';

/** Returns in words what an option must be, if the value is not that. */
type OptionRule = (value: any) => string | undefined;

/** A rule for each option of `T`. */
export type OptionRules<T> = Record<keyof T & string, OptionRule>;

/** For `injector`. */
export const AN_INJECTOR = anOption('an Injector', (value) => typeof value?.get === 'function');

export function anOption(expected: string, is: (value: any) => boolean): OptionRule {
  return (value) => (is(value) ? undefined : expected);
}

export function oneOf(...names: string[]): OptionRule {
  return anOption(names.map((name) => `'${name}'`).join(', '), (value) => names.includes(value));
}

/** @throws TypeError naming the first option that is wrong (4.8), worded as by `smartPoll()` */
export function checkOptions(options: any, rules: Record<string, OptionRule>): void {
  if (typeof options !== 'object' || options === null || isObservable(options))
    refuse('options', 'an object', options);
  const names = Object.keys(rules);
  const prototype = Object.getPrototypeOf(options);
  // An instance of the user's own class may have more members than options.
  if (prototype === Object.prototype || prototype === null)
    for (const [name, value] of Object.entries(options))
      if (!names.includes(name)) fail(`options.${name} is not one of the options ${names.join(', ')}`, value);
  for (const [name, wrong] of Object.entries(rules)) {
    const value = options[name];
    const expected = value === undefined ? undefined : wrong(value);
    if (expected !== undefined) refuse(`options.${name}`, expected, value);
  }
}

export function refuse(property: string, expected: string, got: unknown): never {
  fail(`${property} must be ${expected}`, got);
}

function fail(text: string, got: unknown): never {
  const type = got === null ? 'null' : Array.isArray(got) ? 'array' : typeof got;
  throw new TypeError(`smartPoll: ${text}, got ${textOf(got)} (${type})`);
}

function textOf(value: unknown): string {
  try {
    const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
    return text === '[object Object]' ? `an ${(value as object).constructor?.name ?? 'Object'}` : text;
  } catch {
    return 'an object without a text';
  }
}
