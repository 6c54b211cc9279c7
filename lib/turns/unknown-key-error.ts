import { describe } from '../config/describe.js';

/** A key that is not configured, or was removed (1.9). */
export class UnknownKeyError<K = unknown> extends Error {
  override readonly name = 'UnknownKeyError';

  constructor(
    /** The key. */
    readonly key: K,
    method: string,
  ) {
    super(
      `smartPoll: ${method}() got the unknown key ${describe(key)}; configure it in tasks or entries, or add() it first`,
    );
  }
}
