import { ago } from './columns.js';
import { duration } from './duration.js';
import { element, set, write } from './element.js';
import { drawLane, lane } from './lane.js';
import type { Observation } from './observation.js';

/** A turn that lasts longer, in milliseconds, is shown in another colour. */
const LONG = 1_000;

/** What the loop as a whole does now, and the search. */
export class Head {
  readonly search = element('input', {
    type: 'search',
    placeholder: 'Search',
    'aria-label': 'Search keys, states and errors',
  });
  private readonly status = element('b');
  private readonly counts = element('span');
  private readonly turn = element('span');
  private readonly turns = lane();
  readonly root = element('header', {}, this.status, this.counts, this.turn, this.search, this.turns);

  draw<K>({ snapshot, tasks, lanes, now }: Observation<K>): void {
    const { status, since, paused, draining, leftovers, running, ready, queued, turn } = snapshot;
    const state = status !== 'running' ? status : draining ? 'draining' : paused ? 'paused' : status;
    set(this.status, 'class', `state ${leftovers ? 'late' : state}`);
    write(
      this.status,
      leftovers ? `waits for leftovers of ${leftovers.join(', ')}` : state,
      since && `since ${ago(since, now)}`,
    );
    const failing = [...tasks.values()].filter(({ failures }) => failures > 0).length;
    write(
      this.counts,
      `${tasks.size} keys · ${running} running · ${ready} ready · ${failing} failing · ${queued} queued turns`,
    );
    const lasts = turn ? now - turn.since.getTime() : 0;
    set(this.turn, 'class', lasts > LONG ? 'error' : 'muted');
    write(
      this.turn,
      turn
        ? `turn: ${turn.handler} ${turn.key ?? turn.hook ?? ''} for ${duration(Math.max(0, lasts))}`
        : 'no turn',
    );
    drawLane(this.turns, lanes.turns, now);
  }
}
