import { describe } from '../config/describe.js';

/** A key or an error, as text. */
export function textOf(value: unknown): string {
  try {
    const { name, message } = Object(value) as Error;
    if (typeof name === 'string' && typeof message === 'string') return `${name}: ${message}`;
  } catch {
    // Anything can be thrown, also what cannot be read.
  }
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : describe(value);
}

/** The first of some keys, and how many others there are. */
export function namesOf(keys: readonly unknown[]): string {
  const others = keys.length - 1;
  return describe(keys[0]) + (others > 0 ? ` and ${others} other ${others > 1 ? 'keys' : 'key'}` : '');
}

export function secondsOf(milliseconds: number): string {
  return `${milliseconds / 1_000} s`;
}
