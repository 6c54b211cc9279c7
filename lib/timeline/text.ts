/** The text of any value: the message of an error, the JSON of another object. Never throws. */
export function textOf(value: any): string {
  try {
    const message = value?.message ?? value; // Of any type: anything can be thrown.
    return String(typeof message === 'object' ? JSON.stringify(message) : message);
  } catch {
    return typeof value;
  }
}

/** Throws the `TypeError` for an invalid argument or option. */
export function refuse(name: string, got: unknown, expected: string): never {
  const text = textOf(got).slice(0, 99); // A recorder's is long.
  throw new TypeError(`smartPoll: timeline ${name} must be ${expected}, got ${text} (${typeof got})`);
}

/** Escapes text for XML; replaces control characters and anything else that XML cannot hold. */
export function escape(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '?')
    .replace(/[<&>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The units above the second, in milliseconds. */
const UNITS = [
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

/** The smallest step of at least `least` milliseconds that people count in: 1, 2 or 5 times a power of ten of a unit. */
export function stepOf(least: number): number {
  let step = UNITS.find(([size]) => least > size / 3)?.[0] ?? 1;
  for (let i = 0; step < least; i++) step *= i % 3 === 1 ? 2.5 : 2;
  return step;
}
