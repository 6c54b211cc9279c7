/** What happens in a frame of a diagram: marbles, the end of a stream, or of a subscription. */
export interface Instant {
  readonly frame: number;
  /** In order, without dashes and parentheses. */
  readonly marbles: string;
}

export interface Diagram {
  /** How many frames it goes on. */
  readonly length: number;
  readonly instants: readonly Instant[];
}

const UNITS = { ms: 1, s: 1_000, m: 60_000 };

/** Reads a marble diagram as `TestScheduler.run` does: a character a frame, groups included, spaces for nothing. */
export function parseDiagram(text: string): Diagram {
  const characters = text
    .replace(/(^|(?<= ))([\d.]+)(ms|s|m)(?= |$)/g, (_, __, count, unit: keyof typeof UNITS) =>
      '-'.repeat(count * UNITS[unit]),
    )
    .replaceAll(' ', '');
  const instants: Instant[] = [];
  for (const { 0: token, index } of characters.matchAll(/\([^)]*\)|[^-]/g))
    instants.push({ frame: index, marbles: token.replace(/[()]/g, '') });
  return { length: characters.length, instants };
}
