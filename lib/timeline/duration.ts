/** The units above the second, in milliseconds. */
export const UNITS = [
  [86_400_000, 'd '],
  [3_600_000, 'h '],
  [60_000, 'm '],
] as const;

/** Milliseconds as people read them: `0s`, `0.25s`, `1m 30s`, `2d 4h`. */
export function duration(ms: number): string {
  let text = '';
  for (const [size, unit] of UNITS) {
    if (ms >= size) text += Math.floor(ms / size) + unit;
    ms %= size;
  }
  return ms || !text ? `${text}${+(ms / 1_000).toFixed(3)}s` : text;
}
