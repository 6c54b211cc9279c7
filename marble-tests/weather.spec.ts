import { describe, it, expect } from '@jest/globals';
import { concat, defer, map, NEVER, of, throwError, type Observable } from 'rxjs';
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

  /** Subscribes to each of `answers` in turn, then to the last for ever. */
  const inTurn = <T>(...answers: Observable<T>[]): (() => Observable<T>) => {
    let count = 0;
    return () => defer(() => answers[Math.min(count++, answers.length - 1)]!);
  };

  it('should publish once for simultaneous changes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const put = cold('   -----|');
      const answer = cold('----------(a|)', { a: reading(20) });
      const unsub = '      500ms !';
      const expected = '   ----------(CNS) 50ms P';
      const putSubs = '    ----------50ms ^----!';
      const ask = provider(() => answer);
      const result = forecast({ cirrus: ask, nimbus: ask, stratus: ask }, { put: () => put });

      expectObservable(result.pipe(map(letter)), unsub).toBe(expected);
      expectSubscriptions(put.subscriptions).toBe(putSubs);
    });
  });
});
