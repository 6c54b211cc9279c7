import { catchError, throwError, timeout, type Observable } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import { retryAfter } from 'rxjs-smartpoll';
import type { Aggregate } from './aggregate.js';
import type { Provider } from './providers.js';
import type { Reading } from './reading.js';
import { RequestError } from './request-error.js';

/** A request without an answer for so many milliseconds failed. */
const TIMEOUT = 5000;

/** Asks a provider for its reading; unsubscribing aborts the request. */
export function askProvider(url: string, provider: Provider): Observable<Reading> {
  return request(url + provider.path, {}, async (response) => {
    const body = await response.text();
    try {
      return provider.read(JSON.parse(body));
    } catch (error) {
      throw new RequestError('malformed', `malformed answer: ${(error as Error).message}`);
    }
  });
}

/** Puts the aggregate where the sink is; unsubscribing aborts the request. */
export function putAggregate(url: string, aggregate: Aggregate): Observable<unknown> {
  return request(
    url,
    { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(aggregate) },
    (response) => response.text(),
  );
}

/** One request, whose failures, of whatever kind, are {@link RequestError}s. */
function request<T>(url: string, init: RequestInit, read: (answer: Response) => Promise<T>): Observable<T> {
  const selector = async (response: Response): Promise<T> => {
    if (response.ok) return read(response);
    await response.body?.cancel();
    const failure = response.status === 429 ? 'rate-limit' : 'status';
    const wait = response.headers.get('Retry-After');
    const message = `answered ${response.status}${wait ? ` (Retry-After: ${wait})` : ''}`;
    throw new RequestError(failure, message, retryAfter(wait));
  };
  return fromFetch(url, { ...init, selector }).pipe(
    timeout(TIMEOUT),
    catchError((error: unknown) =>
      throwError(() =>
        error instanceof RequestError ? error : new RequestError('connection', describe(error)),
      ),
    ),
  );
}

/** `fetch` says only that it failed; the reason is in the cause. */
function describe(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: Error & { code?: string } };
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT / 1000} s`;
  return `no answer: ${cause?.message || cause?.code || message}`;
}
