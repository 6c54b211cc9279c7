import { COLUMNS, stateOf } from './columns.js';
import { element, set, write } from './element.js';
import { drawLane, lane } from './lane.js';
import type { Observation } from './observation.js';

/** A row of the table; it shows other keys as the table is scrolled. */
export function createRow<K>(id: string) {
  const cells = [...COLUMNS.map(([name]) => name.toLowerCase()), 'lane', 'why', 'last'].map((kind) =>
    element('div', { role: 'gridcell', class: kind }),
  );
  const picture = lane();
  cells[6]!.append(picture);
  return {
    root: element('div', { role: 'row', class: 'row', id }, ...cells),
    draw(key: K, observation: Observation<K>): void {
      const { tasks, lanes, now } = observation;
      const task = tasks.get(key)!;
      COLUMNS.forEach(([, rank, text = rank], i) => write(cells[i]!, `${text(task, now)}`));
      set(cells[1]!, 'class', `state ${stateOf(task, now)}`);
      set(cells[2]!, 'class', task.state === 'ready' ? 'late' : '');
      set(cells[5]!, 'class', task.failures > 0 ? 'error' : '');
      const sentence = observation.explain(key);
      const { lastError = '' } = task;
      write(cells[7]!, sentence, sentence);
      write(cells[8]!, lastError, lastError);
      drawLane(picture, lanes.of(key), now);
    },
  };
}
