import { describe, it, expect } from '@jest/globals';
import { map, NEVER, of, repeat, take, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { Aggregate } from '../examples/weather/aggregate.js';
import { createForecast, type ForecastConfig, type ForecastProvider } from '../examples/weather/forecast.js';
import type { ProviderName } from '../examples/weather/providers.js';
import type { Reading } from '../examples/weather/reading.js';
import type { Report } from '../examples/weather/report.js';
import { RequestError } from '../examples/weather/request-error.js';

/**
 * The weather forecast in virtual time, its providers replaced by marbles: what anyone's own control
 * loop can be tested like. In the diagrams, `c`, `n` and `s` are readings of cirrus, nimbus and stratus
 * that changed nothing, `C`, `N` and `S` those that did, `P` is a publish and `x` a failure.
 */
describe('weather forecast', () => {
  const marbles = (test: (helpers: Parameters<Parameters<TestScheduler['run']>[0]>[0]) => void): void =>
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);

  const reading = (celsius: number): Reading => ({
    time: '2010-07-01T12:00',
    celsius,
    metresPerSecond: 3,
    hectopascals: 1017,
  });

  /** A provider that allows a request a second; one that is not mentioned never answers. */
  const provider = (ask: ForecastProvider['ask'] = () => NEVER, minInterval = 1000): ForecastProvider => ({
    ask,
    minInterval,
    maxInterval: 4000,
  });

  const forecast = (
    providers: Partial<Record<ProviderName, ForecastProvider>>,
    rest: Partial<ForecastConfig> = {},
  ): Observable<Report> =>
    createForecast({
      providers: { cirrus: provider(), nimbus: provider(), stratus: provider(), ...providers },
      put: () => of(null),
      random: () => 0,
      ...rest,
    });

  const letter = (report: Report): string => {
    if (report.type === 'failure') return 'x';
    if (report.type === 'published') return 'P';
    return report.changed ? report.key[0]!.toUpperCase() : report.key[0]!;
  };

  /** The first of `answers` to the first who asks, and so on; then none. */
  const inTurn = <T>(...answers: Observable<T>[]): (() => Observable<T>) => {
    const rest = [...answers];
    return () => rest.shift() ?? NEVER;
  };

  const failure = (retryAfter?: number): Observable<never> =>
    throwError(() => new RequestError('status', 'answered 503', retryAfter));

  /** Takes what it is put, at once, and keeps it. */
  const keep = (): { kept: Aggregate[]; put: ForecastConfig['put'] } => {
    const kept: Aggregate[] = [];
    return { kept, put: (aggregate) => of(kept.push(aggregate)) };
  };

  it('should publish once for simultaneous changes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const put = cold('   -----|');
      const answer = cold('----------(a|)', { a: reading(20) });
      const unsub = '      500ms !';
      const expected = '   ----------(CNS) 50ms P';
      const putSubs = '    60ms       ^----!';
      const ask = provider(() => answer);
      const result = forecast({ cirrus: ask, nimbus: ask, stratus: ask }, { put: () => put });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
      expectSubscriptions(put.subscriptions).toBe(putSubs);
    });
  });

  it('should publish the mean of all readings, and whose they are', () => {
    marbles(({ flush, expectObservable }) => {
      const unsub = '   60ms !';
      const expected = '(CS) 46ms P';
      const { kept, put } = keep();
      const result = forecast(
        { cirrus: provider(() => of(reading(20))), stratus: provider(() => of(reading(23))) },
        { put },
      );

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
      flush();
      expect(kept).toEqual([{ ...reading(21.5), from: ['cirrus', 'stratus'] }]);
    });
  });

  it('should ask less and less often while nothing changes, and publish nothing', () => {
    marbles(({ expectObservable }) => {
      const unsub = '   13s !';
      const expected = 'C 49ms P 949ms c 1499ms c 2249ms c 3374ms c 3999ms c';
      const result = forecast({ cirrus: provider(() => of(reading(20))) });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
    });
  });

  it('should ask as often as is allowed while something changes, and slow down from there', () => {
    marbles(({ expectObservable }) => {
      const unsub = '   5s !';
      const expected = 'C 49ms P 949ms C 49ms P 949ms C 49ms P 949ms c 1499ms c';
      const ask = inTurn(...[20, 21, 22, 22, 22].map((celsius) => of(reading(celsius))));
      const result = forecast({ cirrus: provider(ask) });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
    });
  });

  it('should ask again when Retry-After says, even if told to refresh', () => {
    marbles(({ hot, expectObservable }) => {
      const refresh = hot('2s r');
      const unsub = '      5500ms !';
      const expected = '   x 4999ms C 49ms P';
      const result = forecast({ cirrus: provider(inTurn(failure(5000), of(reading(20)))) }, { refresh });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
    });
  });

  it('should back off after failures, from anew after each reading', () => {
    marbles(({ expectObservable }) => {
      const unsub = '   3s !';
      const expected = 'x 249ms x 499ms x 999ms C 49ms P 149ms x 249ms x';
      const answers = [failure(), failure(), failure(), of(reading(20)), failure(), failure()];
      const result = forecast({ cirrus: provider(inTurn(...answers), 200) });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
    });
  });

  it('should not count a reading whose provider failed three times since', () => {
    marbles(({ flush, expectObservable }) => {
      const unsub = '   3500ms !';
      const expected = '(CN) 46ms P 949ms x 999ms x 999ms x 49ms P';
      const { kept, put } = keep();
      const result = forecast(
        {
          cirrus: provider(inTurn(of(reading(20)), failure(), failure(), failure())),
          nimbus: provider(inTurn(of(reading(10)))),
        },
        { put },
      );

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
      flush();
      expect(kept).toEqual([
        { ...reading(15), from: ['cirrus', 'nimbus'] },
        { ...reading(10), from: ['nimbus'] },
      ]);
    });
  });

  it('should publish nothing once no reading counts', () => {
    marbles(({ expectObservable }) => {
      const unsub = '   4s !';
      const expected = 'C 49ms P 949ms x 999ms x 999ms x';
      const result = forecast({ cirrus: provider(inTurn(of(reading(20)), failure(), failure(), failure())) });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
    });
  });

  it('should refresh at once, but never sooner than a provider allows', () => {
    marbles(({ hot, expectObservable }) => {
      const refresh = hot('1500ms r 1999ms r');
      const unsub = '      4s !';
      const expected = '   C 49ms P 949ms c 999ms c 1499ms c';
      const result = forecast({ cirrus: provider(() => of(reading(20))) }, { refresh });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
    });
  });

  it('should publish again after a failure, with what changed meanwhile, but not sooner for it', () => {
    marbles(({ flush, expectObservable }) => {
      const unsub = '   3s !';
      const expected = 'C 49ms x 949ms C 1049ms P';
      const kept: Aggregate[] = [];
      const answers = inTurn<unknown>(failure(2000), of(null));
      const put = (aggregate: Aggregate): Observable<unknown> => (kept.push(aggregate), answers());
      const result = forecast({ cirrus: provider(inTurn(of(reading(20)), of(reading(21)))) }, { put });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
      flush();
      expect(kept.map(({ celsius }) => celsius)).toEqual([20, 21]);
    });
  });

  it('should publish a change during a publish right after that', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const put = cold('   3s |');
      const unsub = '      7s !';
      const expected = '   C 999ms C 2049ms P 2999ms P';
      const putSubs = ['                  50ms ^ 2999ms !', '                  3050ms ^ 2999ms !'];
      const ask = inTurn(of(reading(20)), of(reading(21)));
      const result = forecast({ cirrus: provider(ask) }, { put: () => put });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
      expectSubscriptions(put.subscriptions).toBe(putSubs);
    });
  });

  it('should end when drained, after what is under way', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const drain = hot(' 30ms d');
      const answer = cold('100ms (a|)', { a: reading(20) });
      const expected = '   100ms (CNS|)';
      const ask = provider(() => answer);
      const result = forecast({ cirrus: ask, nimbus: ask, stratus: ask }, { drain });

      expectObservable(result.pipe(map(letter))).toBe(expected);
    });
  });

  it('should stop asking when unsubscribed', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const answer = cold<Reading>('-');
      const unsub = '      200ms !';
      const expected = '   -';
      const askSubs = '    ^ 199ms !';
      const result = forecast({ cirrus: provider(() => answer) });

      expectObservable(result, unsub).toBe(expected);
      expectSubscriptions(answer.subscriptions).toBe(askSubs);
    });
  });

  it('should know nothing of an earlier subscription', () => {
    marbles(({ expectObservable }) => {
      const expected = '(CC|)';
      const result = forecast({ cirrus: provider(() => of(reading(20))) });

      expectObservable(result.pipe(map(letter), take(1), repeat(2))).toBe(expected);
    });
  });
});
