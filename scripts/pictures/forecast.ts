import { asyncScheduler, concat, map, mergeMap, throwError, timer } from 'rxjs';
import { createForecast, type ForecastProvider } from '../../examples/weather/forecast.js';
import { observation } from '../../examples/weather/observations.js';
import { RequestError } from '../../examples/weather/request-error.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 12_000;

/** Answers with the observation of the moment, `latency` milliseconds later; the requests in `failing` fail. */
function provider(
  latency: number,
  every: number,
  hours: number,
  failing: Record<number, RequestError> = {},
): ForecastProvider {
  let requests = 0;
  const answer = () => {
    const failure = failing[++requests];
    return timer(latency).pipe(
      mergeMap(() => (failure ? throwError(() => failure) : [observation(asyncScheduler.now(), hours)])),
    );
  };
  return { ask: answer, minInterval: every, maxInterval: 4 * every };
}

/** The weather example: three providers, one of which refuses a request, and a reader who refreshes twice. */
export function forecast(): Picture {
  const rateLimit = new RequestError('rate-limit', '429 Too Many Requests', 3_000);
  const events = record(UNTIL, (monitor) =>
    createForecast({
      providers: {
        cirrus: provider(350, 1_000, 1),
        nimbus: provider(700, 1_500, 1, { 2: rateLimit }),
        stratus: provider(1_500, 2_500, 3),
      },
      put: () => timer(300).pipe(map(() => null)),
      refresh: concat(timer(6_900), timer(700)),
      drain: timer(10_800),
      random: () => 0,
      monitor,
    }),
  );
  return {
    title: 'Three providers, each at its own pace',
    events,
    to: UNTIL,
  };
}
