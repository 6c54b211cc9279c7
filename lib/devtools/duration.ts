/** The units, each with how many of it are said in the next one. */
const UNITS = [
  ['s', 100],
  ['min', 100],
  ['h', 48],
  ['d', Infinity],
] as const;
const SIZES = [1_000, 60_000, 3_600_000, 86_400_000];

/** Milliseconds as they are read at a glance: `0.3 s`, `42 s`, `17 min`, `3 d`. */
export function duration(ms: number): string {
  const found = UNITS.findIndex(([, most], i) => ms < most * SIZES[i]!);
  const size = ms / SIZES[found]!;
  return `${size < 10 ? size.toFixed(1) : Math.floor(size)} ${UNITS[found]![0]}`;
}
