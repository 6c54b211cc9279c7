import { concat, defer, ignoreElements, NEVER, of, from } from 'rxjs';
import type { Observable, ObservableInput, Observer } from 'rxjs';
import { backoff, smartPoll } from 'rxjs-smartpoll';
import type { ControlLoop, LoopEvent, Task, TaskContext } from 'rxjs-smartpoll';
import { aggregate, type Aggregate } from './aggregate.js';
import { providerNames, type ProviderName } from './providers.js';
import { changed, type Reading } from './reading.js';
import type { Report } from './report.js';
import type { RequestError } from './request-error.js';

/** The keys of the forecast's tasks. */
export type ForecastKey = ProviderName | 'publish';

/** What the forecast is a function of: whom to ask, where to put the result, and what happens meanwhile. */
export interface ForecastConfig {
  readonly providers: Readonly<Record<ProviderName, ForecastProvider>>;
  /** Sends the aggregate on its way; only that it completes or fails matters. */
  put(aggregate: Aggregate, signal: AbortSignal): ObservableInput<unknown>;
  /** Each value asks all providers sooner. */
  readonly refresh?: Observable<unknown>;
  /** Its first value ends the forecast, once the requests under way have been answered. */
  readonly drain?: Observable<unknown>;
  readonly monitor?: Partial<Observer<LoopEvent<ForecastKey>>>;
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

/** How to ask a provider; what fails should fail with a {@link RequestError}. */
export interface ForecastProvider {
  ask(signal: AbortSignal): ObservableInput<Reading>;
  /** Milliseconds between two requests, at least: what the provider allows. */
  readonly minInterval: number;
  /** Milliseconds from an answer to the next request, at most, while nothing changes. */
  readonly maxInterval: number;
}

/** Changes within so many milliseconds are published together. */
const SETTLE = 50;
/** The reading of a provider that failed so often in a row no longer counts. */
const GIVE_UP = 3;

/**
 * The weather as several providers see it: each is polled at a pace of its own, faster while its readings
 * change, and what they say is merged and published whenever one of them changed.
 *
 * Knows nothing of HTTP, Node or a browser: it is a function of what it is given, and of time.
 */
export function createForecast(config: ForecastConfig): Observable<Report> {
  return defer(() => {
    const { providers, put, refresh = NEVER, drain = NEVER, monitor = {}, random = Math.random } = config;
    const retry = backoff({ initial: 500, max: 20_000, factor: 2, jitter: 'equal', random });
    const readings = new Map<ProviderName, Reading>();

    /** Leaves a publish alone that is scheduled already, be it as a retry. */
    const publishSoon = (loop: ControlLoop<ForecastKey>): void => {
      if (readings.size > 0 && !loop.dueTime('publish')) loop.schedule('publish', SETTLE);
    };

    const poll = (name: ProviderName): Task<ForecastKey, Reading, Report> => {
      const { ask, minInterval, maxInterval } = providers[name];
      let pace = 2 * minInterval;
      return {
        startDue: 0,
        minInterval,
        project: ({ signal }) => ask(signal),
        next(reading, loop) {
          const isNew = changed(readings.get(name), reading);
          readings.set(name, reading);
          if (isNew) publishSoon(loop);
          pace = isNew ? Math.max(minInterval, pace / 2) : Math.min(maxInterval, pace * 1.5);
          loop.schedule(name, pace);
          return [{ type: 'reading', key: name, reading, changed: isNew, due: loop.dueTime(name) }];
        },
        error(error: RequestError, loop) {
          if (error.retryAfter !== undefined) loop.hold(name, error.retryAfter);
          loop.schedule(name, error.retryAfter ?? retry(loop.failures));
          if (loop.failures === GIVE_UP && readings.delete(name)) publishSoon(loop);
          return [{ type: 'failure', key: name, error, failures: loop.failures, due: loop.dueTime(name) }];
        },
      };
    };

    return smartPoll({
      tasks: {
        cirrus: poll('cirrus'),
        nimbus: poll('nimbus'),
        stratus: poll('stratus'),
        publish: {
          project: ({ signal }: TaskContext) => {
            const merged = aggregate(readings);
            return concat(from(put(merged, signal)).pipe(ignoreElements()), of(merged));
          },
          next: (merged): Report[] => [{ type: 'published', key: 'publish', aggregate: merged }],
          error(error: RequestError, loop): Report[] {
            loop.schedule('publish', error.retryAfter ?? retry(loop.failures));
            const due = loop.dueTime('publish');
            return [{ type: 'failure', key: 'publish', error, failures: loop.failures, due }];
          },
        },
      },
      hooks: {
        refresh: {
          source: refresh,
          next(_, loop) {
            for (const name of providerNames) loop.scheduleSooner(name, 0);
          },
        },
      },
      drain,
      monitor,
    });
  });
}
