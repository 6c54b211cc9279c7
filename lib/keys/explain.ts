import { describe } from '../config/describe.js';
import type { Explanation } from '../config/task.js';
import type { Key } from './key.js';
import { overlapFate, startsBesideRuns } from './overlap.js';
import type { StartQueue } from './start-queue.js';

/** Why a key does or does not run now (7.3). */
export function explain(key: Key, queue: StartQueue): Explanation {
  const { state } = queue;
  const because = <E extends object>(why: E, text: string) => ({
    ...why,
    message: `${describe(key.key)} ${text}`,
  });
  if (state.draining) return because({ reason: 'draining' }, 'does not start: the run is draining');

  const counted = key.firstCounted;
  const gate = key.active?.gate;
  const isCounted = counted?.delayed === true || (key.task.overlap === 'concat' && gate?.isShut === true);
  const dueTime = key.dueTime();
  if (dueTime === undefined && key.state === 'unscheduled' && counted === undefined)
    return because({ reason: 'unscheduled' }, 'does not start: it is not scheduled');
  if (dueTime === undefined)
    return because({ reason: 'held', until: undefined }, 'is held until it is released');
  const due = dueTime.toISOString();
  if ((key.state === 'held' || isCounted) && gate?.isHold)
    return because({ reason: 'held', until: dueTime }, `is held until ${due}`);
  if (key.state === 'held' || isCounted || (counted === undefined && key.state === 'waiting'))
    return because({ reason: 'waiting', dueTime }, `waits until ${due}`);
  if (key.isRunning && !startsBesideRuns(key.task)) {
    const next =
      overlapFate(key.task, key.active?.runs) === 'drop'
        ? 'is dropped unless its present run ends in this turn'
        : 'starts when its present run is over';
    return because({ reason: 'running', dueTime }, `is due since ${due} and ${next}`);
  }
  if (state.paused)
    return because(
      { reason: 'paused', dueTime },
      `is due since ${due} and starts when nothing pauses the run`,
    );
  // Of the fresh keys, those that will stand in line: before this one, maybe.
  const joins = (other: Key): boolean => {
    const fate = overlapFate(other.task, other.active?.runs);
    if (fate === 'count') return !other.isRunning && other.firstCounted === undefined;
    return fate === 'join' || fate === 'replace';
  };
  const ready = key.state === 'queued' || (key.state === 'fresh' && joins(key)) ? key : key.active?.head;
  const prospect = ready === undefined ? undefined : queue.prospectOf(ready, joins);
  if (prospect === undefined)
    return because({ reason: 'ready', dueTime }, `is due since ${due} and starts when this turn is over`);
  const { limit, place } = prospect;
  if (limit === undefined)
    return because(
      { reason: 'concurrent', dueTime, place },
      `is due since ${due} and number ${place} in line for a slot`,
    );
  const until = prospect.until === undefined ? undefined : key.dateOf(prospect.until);
  const room = until === undefined ? '' : `, which will have room at ${until.toISOString()}`;
  return because(
    { reason: 'limit', dueTime, limit, place, until },
    `is due since ${due} and number ${place} in line for the limit ${JSON.stringify(limit)}${room}`,
  );
}
