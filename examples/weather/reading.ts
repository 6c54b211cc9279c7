/** One observation in the units this example thinks in, whatever a provider speaks. */
export interface Reading {
  /** The recorded hour, such as `2010-07-01T14:00`. */
  readonly time: string;
  readonly celsius: number;
  readonly metresPerSecond: number;
  readonly hectopascals: number;
}

/** Whether the weather changed, not merely the hour it was recorded in. */
export function changed(before: Reading | undefined, after: Reading): boolean {
  return (
    before?.celsius !== after.celsius ||
    before.metresPerSecond !== after.metresPerSecond ||
    before.hectopascals !== after.hectopascals
  );
}
