import { describe } from '../config/describe.js';
import { isStream } from '../config/kinds.js';

/** @throws TypeError for a result of `project` that would be read letter by letter, or not at all (3.7) */
export function checkStream(key: unknown, returned: unknown): void {
  if (typeof returned !== 'string' && isStream(returned)) return;
  throw new TypeError(
    `smartPoll: project of ${describe(key)} returned ${describe(returned)}; it must return an Observable, a Promise, an async iterable or an array`,
  );
}
