/** A job gave no value. */
export class RemoteJobError extends Error {
  override readonly name = 'RemoteJobError';

  constructor(
    message: string,
    /** The id of the job in the queue. */
    readonly jobId: string,
    /**
     * Why: its processor failed (`'failed'`), the job or its result was removed before it was seen (`'removed'`), or
     * `close()` was called (`'closed'`).
     */
    readonly reason: 'failed' | 'removed' | 'closed',
  ) {
    super(message);
  }
}
