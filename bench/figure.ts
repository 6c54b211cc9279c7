/** A goal that a figure has to reach. */
export interface Goal {
  sign: '≥' | '≤';
  value: number;
}

/** One line of a row: what was measured, its median and spread, and, where it is judged, its goal. */
export interface Figure {
  name: string;
  unit: string;
  median: number;
  min: number;
  max: number;
  samples: number;
  goal?: Goal;
  met?: boolean;
}

export const atLeast = (value: number): Goal => ({ sign: '≥', value });
export const atMost = (value: number): Goal => ({ sign: '≤', value });

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export function figureOf(name: string, unit: string, values: readonly number[], goal?: Goal): Figure {
  const figure: Figure = {
    name,
    unit,
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    samples: values.length,
  };
  if (!goal) return figure;
  const met = goal.sign === '≥' ? figure.median >= goal.value : figure.median <= goal.value;
  return { ...figure, goal, met };
}

export const value = ({ median, unit }: Figure): string => `${digits(median)} ${unit}`.trim();

export const goal = ({ goal, unit }: Figure): string =>
  goal ? `${goal.sign} ${goal.value.toLocaleString('en')} ${unit}`.trim() : '';

/** By how much a figure misses its goal, and what share of the goal that is: `missed by 0.12 × (20 %)`. */
export function missed({ median, unit, goal, met }: Figure): string {
  if (!goal || met) return '';
  const by = Math.abs(median - goal.value);
  // Digits enough that a narrow miss is not "0.00".
  const amount = by < 0.01 ? by.toPrecision(1) : digits(by);
  const share = (by / goal.value) * 100;
  return `missed by ${amount} ${unit}${goal.value ? ` (${share < 1 ? share.toPrecision(1) : share.toFixed(0)} %)` : ''}`;
}

export const spread = ({ min, max, samples }: Figure): string =>
  samples > 1 ? `${digits(min)} – ${digits(max)}, ${samples}` : '';

/** A figure as the console shows it. */
export const line = (figure: Figure): string =>
  [
    figure.met === undefined ? '    ' : figure.met ? 'ok  ' : 'MISS',
    value(figure).padStart(12),
    figure.name,
    figure.goal ? `(${goal(figure)})` : '',
    missed(figure),
    figure.samples > 1 ? `[${spread(figure)}]` : '',
  ]
    .filter(Boolean)
    .join('  ');

const digits = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
