import { figureOf, line, type Figure, type Goal } from './figure.js';

/** What a row file found out, as it is handed to the report. */
export interface Row {
  name: string;
  title: string;
  figures: Figure[];
  failure?: string;
}

/** What a row file writes down as it measures. */
export class Notes {
  readonly figures: Figure[] = [];

  /** A figure with its median and spread; judged where it has a goal. */
  figure(name: string, unit: string, values: readonly number[], goal?: Goal): void {
    const figure = figureOf(name, unit, values, goal);
    this.figures.push(figure);
    console.log(`  ${line(figure)}`);
  }

  /** The median of the ratios of what was measured in the same round. */
  ratio(name: string, over: readonly number[], under: readonly number[], goal?: Goal): void {
    this.figure(
      name,
      '×',
      over.map((value, round) => value / under[round]!),
      goal,
    );
  }

  /** A result that is wrong makes its figure worthless: the row fails. */
  check(holds: boolean, otherwise: string): void {
    if (!holds) throw new Error(`wrong result: ${otherwise}`);
  }
}

/** A row has failed where its result was wrong or a goal was missed. */
export const isMet = ({ failure, figures }: Row): boolean =>
  failure === undefined && figures.every(({ met }) => met !== false);

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
  if (process.send) await new Promise((sent) => process.send!(result, sent));
  process.exit(isMet(result) ? 0 : 1);
}
