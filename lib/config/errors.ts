import { describe } from './describe.js';
import type { HandlerName, TurnSource } from './loop-event.js';
import { nameOf } from './name-of.js';

/** A second subscription was made while a run was active. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';

  constructor() {
    super(
      'smartPoll: already running; it takes one subscription at a time: share() it, or call smartPoll() for each',
    );
  }
}

/** The mailbox of a hook with `overflow: 'error'` was full when another event came. */
export class BufferOverflowError extends Error {
  override readonly name = 'BufferOverflowError';

  constructor(
    /** The hook. */
    readonly hook: string,
    /** How many events its mailbox holds. */
    readonly limit: number,
  ) {
    super(
      `smartPoll: the buffer of hook ${JSON.stringify(hook)} is full with ${limit} events; raise its limit, let it drop events, or throttle its source`,
    );
  }
}

/** A control loop was used after its turn had ended. */
export class StaleLoopError extends Error {
  override readonly name = 'StaleLoopError';

  constructor() {
    super(
      'smartPoll: the turn of this loop has ended; use the loop that the current handler got, or return the asynchronous work from the handler so that its turn lasts until it completes',
    );
  }
}

/** A million turns ran in one instant: the clock stands still, so they would never end. */
export class StandstillError extends Error {
  override readonly name = 'StandstillError';

  constructor() {
    super(
      'smartPoll: 1,000,000 turns in one instant; in virtual time a key that reschedules itself with 0 never lets the clock advance: give it a due above 0',
    );
  }
}

/** A key is not configured, or was removed. */
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

/** A limit is not among the `limits` of the configuration. */
export class UnknownLimitError extends Error {
  override readonly name = 'UnknownLimitError';

  constructor(
    /** The name that was given. */
    readonly limit: unknown,
    method: string,
    /** The limits that are configured. */
    readonly limits: readonly string[],
  ) {
    super(
      `smartPoll: ${method}() got the unknown limit ${describe(limit)}; ${
        limits.length === 0 ? 'no limits are configured' : `there are ${limits.map(describe).join(', ')}`
      }`,
    );
  }
}

/** A turn took longer than the `turnTimeout` of the configuration, and ended the run. */
export class TurnTimeoutError extends Error {
  override readonly name = 'TurnTimeoutError';
  /** The key of the task whose turn it was; `undefined` for a hook or `onRun`. */
  readonly key: unknown;
  /** The name of the hook whose turn it was; `undefined` for a task or `onRun`. */
  readonly hook: string | undefined;

  constructor(
    origin: TurnSource<any>,
    /** The handler that took so long. */
    readonly handler: HandlerName,
    /** The `turnTimeout`, in milliseconds. */
    readonly turnTimeout: number,
  ) {
    super(
      `smartPoll: ${nameOf(handler, origin)} took longer than the turnTimeout of ${turnTimeout} ms; let it end earlier, or move the work to the first stage of a task`,
    );
    this.key = origin.key;
    this.hook = origin.hook;
  }
}
