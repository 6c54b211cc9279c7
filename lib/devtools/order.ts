import { COLUMNS } from './columns.js';
import type { Sorting } from './create-columns.js';
import type { Observation } from './observation.js';

/**
 * The keys to show, in order. Keys without a value to sort by come last.
 *
 * @param search - words, each of which has to be in the key, its state or its last error
 */
export function orderOf<K>(
  { tasks, now }: Observation<K>,
  search: string,
  { column, descending }: Sorting,
): K[] {
  const words = search.toLowerCase().split(/\s+/);
  const found = [...tasks].filter(([, { key, state, lastError = '' }]) => {
    const text = `${key} ${state} ${lastError}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (column === undefined) return found.map(([key]) => key);
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const ranked = found.map(([key, task]) => ({ key, rank: COLUMNS[column]![1](task, now) }));
  ranked.sort(({ rank: a }, { rank: b }) => {
    if (a === undefined || b === undefined) return +(a === undefined) - +(b === undefined);
    const order = typeof a === 'string' ? compare(a, b as string) : a - (b as number);
    return descending ? -order : order;
  });
  return ranked.map(({ key }) => key);
}
