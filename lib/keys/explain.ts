import { describe } from '../config/describe.js';
import type { Explanation } from '../config/task.js';
import type { Key } from './key.js';
import { overlapFate, startsBesideRuns } from './overlap.js';
import type { StartQueue } from './start-queue.js';
import type { TaskRun } from './task-run.js';

/** From this duration on, in milliseconds, the message says how long a run has taken. */
const LONG = 10_000;

/** Explains why a key is or is not running now (7.3). */
export function explain(key: Key, queue: StartQueue): Explanation {
  const { state } = queue;
  const because = <E extends object>(why: E, text: string) => ({
    ...why,
    message: `${describe(key.key)} ${text}`,
  });
  if (state.draining) return because({ reason: 'draining' }, 'does not start: the run is draining');

  const counted = key.firstCounted;
  const gate = key.active?.gate;
  const isKept =
    key.state === 'held' ||
    counted?.delayed === true ||
    (counted === undefined
      ? key.state !== 'unscheduled' && gate?.keeps(key.due, key.absolute) === true
      : gate?.isShut === true);
  const dueTime = key.dueTime();
  const running = key.isRunning ? sinceWhen(key, queue) : undefined;
  const isUnscheduled = dueTime === undefined && key.state === 'unscheduled' && counted === undefined;
  if (isUnscheduled && running === undefined)
    return because({ reason: 'unscheduled' }, 'does not start: it is not scheduled');
  if (isUnscheduled && running !== undefined)
    return because(
      { reason: 'running', dueTime, since: running.since },
      `${running.text}; it is not scheduled after that yet`,
    );
  if (dueTime === undefined)
    return because({ reason: 'held', until: undefined }, 'is held until it is released');
  const due = dueTime.toISOString();
  if (isKept && gate?.isHold) return because({ reason: 'held', until: dueTime }, `is held until ${due}`);
  if (isKept || (counted === undefined && key.state === 'waiting'))
    return because({ reason: 'waiting', dueTime }, `waits until ${due}`);
  if (running !== undefined && !startsBesideRuns(key.task)) {
    const next =
      overlapFate(key.task, key.active?.runs) === 'drop'
        ? 'is dropped unless its present run ends in this turn'
        : 'starts when its present run is over';
    return because(
      { reason: 'running', dueTime, since: running.since },
      `has been due since ${due} and ${next}; it ${running.text}`,
    );
  }
  if (state.phase === 'waiting for leftovers')
    return because(
      { reason: 'leftovers', dueTime },
      `has been due since ${due} and starts when what is left of an earlier run has settled`,
    );
  if (state.paused)
    return because(
      { reason: 'paused', dueTime },
      `has been due since ${due} and starts when nothing pauses the run`,
    );
  // The fresh keys that will join the line, some perhaps before this one.
  const joins = (other: Key): boolean => {
    const fate = overlapFate(other.task, other.active?.runs);
    if (fate === 'count')
      return !other.isRunning && other.firstCounted === undefined && other.active?.gate?.isShut !== true;
    return fate === 'join' || fate === 'replace';
  };
  const ready = key.state === 'queued' || (key.state === 'fresh' && joins(key)) ? key : key.active?.head;
  const prospect = ready === undefined ? undefined : queue.prospectOf(ready, joins);
  if (prospect === undefined)
    return because(
      { reason: 'ready', dueTime },
      `has been due since ${due} and starts when the turn in progress is over`,
    );
  const { limit, place } = prospect;
  if (limit === undefined)
    return because(
      { reason: 'concurrent', dueTime, place },
      `has been due since ${due} and is number ${place} in line for a slot`,
    );
  const until = prospect.until === undefined ? undefined : key.dateOf(prospect.until);
  const room = until === undefined ? '' : `, which will have room at ${until.toISOString()}`;
  return because(
    { reason: 'limit', dueTime, limit, place, until },
    `has been due since ${due} and is number ${place} in line for the limit ${JSON.stringify(limit)}${room}`,
  );
}

/** Since when a key has been running, and how to say so. */
function sinceWhen({ active }: Key<any, TaskRun>, { clock }: StartQueue): { since: Date; text: string } {
  const start = active!.runs[0]!.since;
  const since = clock.dateOf(start, false);
  const lasts = clock.line() - start;
  const text = `has been running since ${since.toISOString()}`;
  return { since, text: lasts < LONG ? text : `${text}, for ${Math.floor(lasts / 1_000)} s` };
}
