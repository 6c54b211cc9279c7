/** A hook's mailbox with `overflow: 'error'` was full as one more event came (5.9). */
export class BufferOverflowError extends Error {
  override readonly name = 'BufferOverflowError';

  constructor(
    /** The hook. */
    readonly hook: string,
    /** How many events its mailbox takes. */
    readonly limit: number,
  ) {
    super(
      `smartPoll: the buffer of hook ${JSON.stringify(hook)} is full with ${limit} events; raise its limit, let it drop events, or throttle its source`,
    );
  }
}
