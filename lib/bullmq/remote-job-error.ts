/**
 * Why a job gave no value: its processor failed (`'failed'`), somebody removed it, or what it returned, before it was
 * seen (`'removed'`), or `close()` was called (`'closed'`).
 */
export class RemoteJobError extends Error {
  override readonly name = 'RemoteJobError';

  constructor(
    message: string,
    /** The id of the job in the queue. */
    readonly jobId: string,
    readonly reason: 'failed' | 'removed' | 'closed',
  ) {
    super(message);
  }
}
