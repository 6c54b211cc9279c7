import os from 'node:os';

/** What one sample of a subject found, by figure: `{ wall: 0.41, cpu: 0.4 }`. */
export type Sample<F extends string> = Record<F, number>;

/** A bound that a figure has to keep. */
export interface Bound {
  sign: '≥' | '≤';
  value: number;
}

/** One line of a row: what was measured, its median and spread, and, where it is judged, its bound. */
export interface Figure {
  name: string;
  unit: string;
  median: number;
  min: number;
  max: number;
  samples: number;
  bound?: Bound;
  ok?: boolean;
}

/** What a row file found out, as it is handed to the report. */
export interface Row {
  name: string;
  title: string;
  figures: Figure[];
  failure?: string;
}

export const quick = process.argv.includes('--quick');

export const atLeast = (value: number): Bound => ({ sign: '≥', value });
export const atMost = (value: number): Bound => ({ sign: '≤', value });

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The value below which `share` of the sorted `values` lie. */
export const percentile = (values: Float64Array, share: number): number =>
  values.sort()[Math.min(values.length - 1, Math.floor(values.length * share))]!;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Collects what is garbage, so that no subject pays for the one before it. */
export const collect = (): void => {
  if (!globalThis.gc) throw new Error('bench: needs node --expose-gc');
  globalThis.gc();
  globalThis.gc();
};

/** The bytes in use after a collection, off the heap too. */
export const bytesInUse = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** The microseconds of wall clock and of CPU that `work` took, for each of its `operations`. */
export async function cost(operations: number, work: () => unknown): Promise<Sample<'wall' | 'cpu'>> {
  collect();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = (performance.now() - start) * 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { wall: wall / operations, cpu: (user + system) / operations };
}

/** The seconds after which no further round of a row begins: the whole bench has to end on a busy machine too. */
const BUDGET = quick ? 8 : 50;

/**
 * Samples all `subjects` `rounds` times, taking turns, every other round in reverse order, so that what
 * the machine does meanwhile hits all alike; fewer times where that takes too long, but once. One round
 * before that warms up and is not counted.
 */
export async function alternate<S extends string, F extends string>(
  rounds: number,
  subjects: Record<S, () => Sample<F> | Promise<Sample<F>>>,
  { warmUp = true } = {},
): Promise<Record<S, Record<F, number[]>>> {
  const names = Object.keys(subjects) as S[];
  const found = Object.fromEntries(names.map((name) => [name, {}])) as Record<S, Record<F, number[]>>;
  const end = performance.now() + BUDGET * 1000;
  for (let round = warmUp ? -1 : 0; round < rounds; round++) {
    if (round > 0 && performance.now() > end) break;
    for (const name of round % 2 ? [...names].reverse() : names) {
      const sample = await subjects[name]();
      if (round < 0) continue;
      for (const figure of Object.keys(sample) as F[]) (found[name][figure] ??= []).push(sample[figure]);
    }
  }
  return found;
}

/** What a row file writes down as it measures. */
export class Notes {
  readonly figures: Figure[] = [];

  /** A figure with its median and spread; judged where it has a bound. */
  figure(name: string, unit: string, values: readonly number[], bound?: Bound): void {
    const mid = median(values);
    const figure: Figure = {
      name,
      unit,
      median: mid,
      min: Math.min(...values),
      max: Math.max(...values),
      samples: values.length,
    };
    if (bound) {
      figure.bound = bound;
      figure.ok = bound.sign === '≥' ? mid >= bound.value : mid <= bound.value;
    }
    this.figures.push(figure);
    console.log(`  ${line(figure)}`);
  }

  /** The median of the ratios of what was measured in the same round. */
  ratio(name: string, over: readonly number[], under: readonly number[], bound?: Bound): void {
    this.figure(
      name,
      '×',
      over.map((value, round) => value / under[round]!),
      bound,
    );
  }

  /** A result that is wrong makes its figure worthless: the row fails. */
  check(holds: boolean, otherwise: string): void {
    if (!holds) throw new Error(`wrong result: ${otherwise}`);
  }
}

const digits = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

export const spread = ({ min, max, samples }: Figure): string =>
  samples > 1 ? `${digits(min)} – ${digits(max)}, ${samples}` : '';

export const value = ({ median, unit }: Figure): string => `${digits(median)} ${unit}`.trim();

export const bound = ({ bound, unit }: Figure): string =>
  bound ? `${bound.sign} ${bound.value} ${unit}`.trim() : '';

const line = (figure: Figure): string =>
  [
    figure.ok === undefined ? '    ' : figure.ok ? 'ok  ' : 'MISS',
    value(figure).padStart(12),
    figure.name,
    figure.bound ? `(${bound(figure)})` : '',
    figure.samples > 1 ? `[${spread(figure)}]` : '',
  ]
    .filter(Boolean)
    .join('  ');

/** Runs one row of the table; a row file calls this once. Works alone and under the report. */
export async function row(name: string, title: string, measure: (notes: Notes) => unknown): Promise<void> {
  console.log(`${name}: ${title}`);
  const notes = new Notes();
  const result: Row = { name, title, figures: notes.figures };
  try {
    await measure(notes);
  } catch (error) {
    result.failure = error instanceof Error ? error.message : String(error);
    console.error(error);
  }
  const failed = result.failure !== undefined || notes.figures.some(({ ok }) => ok === false);
  if (process.send) await new Promise((sent) => process.send!(result, sent));
  process.exit(failed ? 1 : 0);
}

export const machine = (): string =>
  `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ` +
  `${os.type()} ${os.arch()}, Node.js ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(1)} as it ended`;
