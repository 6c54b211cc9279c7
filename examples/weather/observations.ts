import recorded from './data/seattle.json' with { type: 'json' };
import type { Reading } from './reading.js';

/** One recorded hour passes in so many milliseconds. */
const HOUR = 2000;

/** Where the observations are from, for the heading. */
export const place = recorded.place;

/** The recorded observation after so many milliseconds, as of the last full `hours`; they begin again at the end. */
export function observation(elapsed: number, hours = 1): Reading {
  const hour = Math.floor(elapsed / HOUR);
  const row = recorded.rows[(hour - (hour % hours)) % recorded.rows.length]!;
  const [time, hectopascals, celsius, metresPerSecond] = row as [string, number, number, number];
  return { time, celsius, metresPerSecond, hectopascals };
}
