import fc, { type Arbitrary } from 'fast-check';

/** Milliseconds, in tens: longer apart than a slice, after which the loop yields (2.5), so that none ends in between. */
export const ms = (max: number, min = 0): Arbitrary<number> =>
  fc.integer({ min: min / 10, max: max / 10 }).map((tens) => tens * 10);

/** `usual`, but in so many of a hundred cases the other; shrinks to `usual`. */
export function rarely<T>(percent: number, other: Arbitrary<T>, usual: Arbitrary<T>): Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: usual, weight: 100 - percent },
    { arbitrary: other, weight: percent },
  );
}

/** In so many of a hundred cases; shrinks to nothing. */
export function sometimes<T>(percent: number, arbitrary: Arbitrary<T>): Arbitrary<T | undefined> {
  return rarely<T | undefined>(percent, arbitrary, fc.constant(undefined));
}

/** An object of these properties, without those that are undefined. */
export function compact<T extends object>(properties: {
  [P in keyof T]?: Arbitrary<T[P] | undefined>;
}): Arbitrary<T> {
  return fc.tuple(...Object.values(properties as Record<string, Arbitrary<unknown>>)).map((values) => {
    const entries = Object.keys(properties).map((name, i) => [name, values[i]] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
  });
}

export function ascending<T extends { at?: number }>(steps: T[]): T[] {
  return steps.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}
