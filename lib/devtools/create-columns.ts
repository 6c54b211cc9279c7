import { COLUMNS } from './columns.js';
import { element, set } from './element.js';
import { drawLane, lane } from './lane.js';
import type { Observation } from './observation.js';

/** How keys are sorted. */
export interface Sorting {
  /** The number of a column; without one, the keys are in the order of the loop. */
  readonly column: number | undefined;
  readonly descending: boolean;
}

/**
 * The column headers: clicks sort up, then down, then not at all.
 *
 * @param sort - called on a click
 */
export function createColumns(sort: (by: Sorting) => void) {
  let column: number | undefined;
  let descending = false;
  const turns = lane();
  const heads = COLUMNS.map(([name], i) => {
    const button = element('button', { type: 'button' }, name);
    button.onclick = () => {
      const again = column === i;
      column = again && descending ? undefined : i;
      descending = again && !descending;
      heads.forEach((head, at) =>
        set(head, 'aria-sort', at === column ? (descending ? 'descending' : 'ascending') : undefined),
      );
      sort({ column, descending });
    };
    return element('div', { role: 'columnheader' }, button);
  });
  return {
    root: element(
      'div',
      { role: 'row', class: 'row' },
      ...heads,
      element('div', { role: 'columnheader', class: 'lane' }, 'Turns and runs of the last 30 s', turns),
    ),
    draw: ({ lanes, now }: Observation<unknown>) => drawLane(turns, lanes.turns, now),
  };
}
