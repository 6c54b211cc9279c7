import { textOf } from './text-of.js';

/** Throws the `TypeError` for what the timeline does not take. */
export function refuse(name: string, got: unknown, expected: string): never {
  throw new TypeError(`smartPoll: timeline ${name} must be ${expected}, got ${textOf(got)} (${typeof got})`);
}
