import { UNITS } from './duration.js';

/** The least step of `least` milliseconds or more in which people count: 1, 2 or 5 times tens of a unit. */
export function stepOf(least: number): number {
  let step = UNITS.find(([size]) => least > size / 3)?.[0] ?? 1;
  for (let i = 0; step < least; i++) step *= i % 3 === 1 ? 2.5 : 2;
  return step;
}
