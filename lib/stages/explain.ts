import { describe } from '../config/describe.js';
import type { Explanation } from '../config/explanation.js';
import type { KeyedTask } from './keyed-task.js';
import { mayOverlap } from './may-overlap.js';
import type { Starting } from './starter.js';

/** Why a key does or does not run now (7.3). */
export function explain<K>(keyed: KeyedTask<K>, { clock, gates, ticks }: Starting<K>): Explanation {
  const because = <E extends object>(why: E, text: string) => ({
    ...why,
    message: `${describe(keyed.key)} ${text}`,
  });
  if (gates.draining) return because({ reason: 'draining' }, 'does not start: the run is draining');

  const counted = keyed.existingRuns?.replay ?? keyed.existingRuns?.backlog.first;
  const dueTime = counted === undefined ? keyed.dueTime() : clock.dateOf(counted.due, counted.absolute);
  if (dueTime === undefined) return because({ reason: 'unscheduled' }, 'does not start: it is not scheduled');
  const due = dueTime.toISOString();
  if (counted === undefined ? keyed.state === 'waiting' : counted.delayed)
    return because({ reason: 'waiting', dueTime }, `waits until ${due}`);
  if (keyed.isRunning && !mayOverlap(keyed.task)) {
    const next =
      keyed.task.overlap === 'exhaust'
        ? 'is dropped unless its present run ends in this turn'
        : 'starts when its present run is over';
    return because({ reason: 'running', dueTime }, `is due since ${due} and ${next}`);
  }
  if (gates.paused)
    return because(
      { reason: 'paused', dueTime },
      `is due since ${due} and starts when nothing pauses the run`,
    );
  const place = ticks.placeOf(keyed);
  return place > 0
    ? because(
        { reason: 'concurrent', dueTime, place },
        `is due since ${due} and number ${place} in line for a slot`,
      )
    : because({ reason: 'ready', dueTime }, `is due since ${due} and starts when this turn is over`);
}
