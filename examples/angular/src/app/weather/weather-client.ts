import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable, PLATFORM_ID } from '@angular/core';
import { isPlatformServer } from '@angular/common';
import { catchError, map, throwError, timeout, type Observable } from 'rxjs';
import { retryAfter } from 'rxjs-smartpoll';
import type { Aggregate } from '../../../../weather/aggregate.js';
import { providers, type ProviderName } from '../../../../weather/providers.js';
import type { Reading } from '../../../../weather/reading.js';
import { RequestError } from '../../../../weather/request-error.js';

/** The providers and the sink over HTTP; unsubscribing aborts the request. */
@Injectable({ providedIn: 'root' })
export class WeatherClient {
  private readonly http = inject(HttpClient);
  /** Milliseconds that an answer may take: whoever waits for a page does not wait long for one provider. */
  private readonly patience = isPlatformServer(inject(PLATFORM_ID)) ? 1500 : 5000;

  /** Asks a provider; whatever goes wrong is a `RequestError`. */
  ask(name: ProviderName): Observable<Reading> {
    return this.http
      .get(`/api/${name}`)
      .pipe(timeout(this.patience), map(providers[name].read), catchError(asRequestError));
  }

  /** Publishes the aggregate; whatever goes wrong is a `RequestError`. */
  publish(aggregate: Aggregate): Observable<unknown> {
    return this.http
      .put('/api/aggregate', aggregate, { responseType: 'text' })
      .pipe(timeout(this.patience), catchError(asRequestError));
  }
}

function asRequestError(error: Error): Observable<never> {
  return throwError(() => {
    if (error.name === 'TimeoutError') return new RequestError('connection', 'no answer in time');
    if (!(error instanceof HttpErrorResponse)) return new RequestError('malformed', error.message);
    if (error.status === 200) return new RequestError('malformed', 'not the JSON it should be');
    if (error.status === 0) return new RequestError('connection', 'no connection');
    const failure = error.status === 429 ? 'rate-limit' : 'status';
    const message = error.status === 502 ? 'out of reach' : `answered ${error.status}`;
    return new RequestError(failure, message, retryAfter(error.headers.get('Retry-After')));
  });
}
