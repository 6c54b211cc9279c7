/** Each unit in milliseconds, and up to how many of it are shown before the next unit is used. */
const UNITS = [
  ['s', 1_000, 100],
  ['min', 60_000, 100],
  ['h', 3_600_000, 48],
  ['d', 86_400_000, Infinity],
] as const;

/** Milliseconds, to be read at a glance: `0.3 s`, `42 s`, `17 min`, `3.0 d`. */
export function duration(ms: number): string {
  const [name, size] = UNITS.find(([, unit, most]) => ms < unit * most)!;
  const count = Math.max(0, ms / size);
  return `${count < 10 ? count.toFixed(1) : Math.floor(count)} ${name}`;
}
