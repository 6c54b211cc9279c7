import { describe } from '../config/describe.js';
import type { Explanation } from '../config/explanation.js';
import type { KeyedTask } from './keyed-task.js';
import type { Starter } from './starter.js';

/** Why a key does or does not run now (7.3). */
export function explain<K>(keyed: KeyedTask<K>, starter: Starter<K>): Explanation {
  const because = <E extends object>(why: E, text: string) => ({
    ...why,
    message: `${describe(keyed.key)} ${text}`,
  });
  if (starter.draining) return because({ reason: 'draining' }, 'does not start: the run is draining');

  const counted = starter.counted(keyed);
  const dueTime =
    counted === undefined ? keyed.dueTime() : starter.clock.dateOf(counted.due, counted.absolute);
  if (dueTime === undefined) return because({ reason: 'unscheduled' }, 'does not start: it is not scheduled');
  const due = dueTime.toISOString();
  if (counted === undefined ? keyed.state === 'waiting' : counted.delayed)
    return because({ reason: 'waiting', dueTime }, `waits until ${due}`);
  if (starter.waitsForItself(keyed))
    return because(
      { reason: 'running', dueTime },
      `is due since ${due} and starts when its present run is over`,
    );
  if (starter.paused)
    return because(
      { reason: 'paused', dueTime },
      `is due since ${due} and starts when nothing pauses the run`,
    );
  const place = starter.placeOf(keyed);
  if (place > 0)
    return because(
      { reason: 'concurrent', dueTime, place },
      `is due since ${due} and number ${place} in line for a free slot`,
    );
  return because({ reason: 'ready', dueTime }, `is due since ${due} and starts when this turn is over`);
}
