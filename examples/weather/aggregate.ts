import type { ProviderName } from './providers.js';
import type { Reading } from './reading.js';
import { round } from './units.js';

/** The mean of the providers' last readings, and whose they are; its time is the latest of theirs. */
export interface Aggregate extends Reading {
  readonly from: readonly ProviderName[];
}

/** Merges one reading or more. */
export function aggregate(readings: ReadonlyMap<ProviderName, Reading>): Aggregate {
  const all = [...readings.values()];
  const mean = (value: (reading: Reading) => number): number =>
    round(all.reduce((sum, reading) => sum + value(reading), 0) / all.length);
  return {
    time: all
      .map(({ time }) => time)
      .sort()
      .at(-1)!,
    celsius: mean((reading) => reading.celsius),
    metresPerSecond: mean((reading) => reading.metresPerSecond),
    hectopascals: mean((reading) => reading.hectopascals),
    from: [...readings.keys()].sort(),
  };
}
