/** Why a request failed, as far as it matters for what to do next. */
export type RequestFailure = 'rate-limit' | 'status' | 'connection' | 'malformed';

/** A request that failed: what the `ask` and `put` of a {@link ForecastConfig} fail with. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  /** @param retryAfter - milliseconds until the other side wants to be asked again, if it said so */
  constructor(
    readonly failure: RequestFailure,
    message: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
