import { ago } from './columns.js';
import { duration } from './duration.js';
import { element, set, write } from './element.js';
import type { Observation } from './observation.js';

/** From this duration on, in milliseconds, a turn is shown in another colour. */
const LONG = 1_000;

/**
 * What the loop as a whole is doing, and the search.
 *
 * @param find - called with the search text
 * @returns its element, and a function that draws it with the number of keys shown
 */
export function createHead(find: (search: string) => void) {
  const status = element('b');
  const counts = element('span');
  const progress = element('span');
  const found = element('span', { role: 'status' });
  const search = element('input', {
    type: 'search',
    placeholder: 'Search',
    'aria-label': 'Search keys, states and errors',
  });
  search.oninput = () => find(search.value);
  return {
    root: element('header', {}, status, counts, progress, search, found),
    draw({ snapshot, tasks, now }: Observation<unknown>, shown: number): void {
      const { since, paused, draining, leftovers, running, ready, queued, turn } = snapshot;
      const state = draining ? 'draining' : paused ? 'paused' : snapshot.status;
      set(status, 'class', `state ${leftovers ? 'late' : state}`);
      const text = leftovers ? `waits for leftovers of ${leftovers.join(', ')}` : state;
      write(status, text, ago(since?.getTime(), now));
      const failing = [...tasks.values()].filter(({ failures }) => failures > 0).length;
      write(counts, `${running} running · ${ready} ready · ${failing} failing · ${queued} queued turns`);
      const lasts = turn ? now - turn.since.getTime() : 0;
      const whose = turn?.key ?? turn?.hook ?? '';
      set(progress, 'class', lasts >= LONG ? 'error' : 'muted');
      write(progress, turn ? `turn: ${turn.handler} ${whose} for ${duration(lasts)}` : 'no turn');
      write(found, `${shown} of ${tasks.size} keys`);
    },
  };
}
