import { describe } from '../config/describe.js';
import type { Explanation } from '../config/task.js';
import type { Key } from './key.js';
import { overlapFate, startsBesideRuns } from './overlap.js';
import type { StartQueue } from './start-queue.js';

/** A run that takes longer, in milliseconds, is said to. */
const LONG = 10_000;

/** Why a key does or does not run now (7.3). */
export function explain(key: Key, queue: StartQueue): Explanation {
  const { state } = queue;
  const because = <E extends object>(why: E, text: string) => ({
    ...why,
    message: `${describe(key.key)} ${text}`,
  });
  if (state.draining) return because({ reason: 'draining' }, 'does not start: the run is draining');

  const counted = key.firstCounted;
  const dueTime = key.dueTime();
  const running = key.isRunning ? sinceWhen(key, queue) : undefined;
  if (dueTime === undefined)
    return running === undefined
      ? because({ reason: 'unscheduled' }, 'does not start: it is not scheduled')
      : because(
          { reason: 'running', dueTime, since: running.since },
          `${running.text}; it is not scheduled after that yet`,
        );
  const due = dueTime.toISOString();
  const isHeld = counted?.delayed === true || (key.task.overlap === 'concat' && key.isHeld);
  if (isHeld || (counted === undefined && key.state === 'waiting'))
    return because({ reason: 'waiting', dueTime }, `waits until ${due}`);
  if (running !== undefined && !startsBesideRuns(key.task)) {
    const next =
      overlapFate(key.task, key.active?.runs) === 'drop'
        ? 'is dropped unless its present run ends in this turn'
        : 'starts when its present run is over';
    return because(
      { reason: 'running', dueTime, since: running.since },
      `is due since ${due} and ${next}; it ${running.text}`,
    );
  }
  if (state.phase === 'waiting for leftovers')
    return because(
      { reason: 'leftovers', dueTime },
      `is due since ${due} and starts when what is left of an earlier run has settled`,
    );
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
  const place = ready === undefined ? 0 : queue.placeOf(ready, joins);
  return place > 0
    ? because(
        { reason: 'concurrent', dueTime, place },
        `is due since ${due} and number ${place} in line for a slot`,
      )
    : because(
        { reason: 'ready', dueTime },
        `is due since ${due} and starts when the turn in progress is over`,
      );
}

/** Since when a key runs, and how to say it. */
function sinceWhen({ active }: Key, { clock }: StartQueue): { since: Date; text: string } {
  const start = active!.runs[0]!.since;
  const since = clock.dateOf(start, false);
  const lasts = clock.line() - start;
  const text = `has been running since ${since.toISOString()}`;
  return { since, text: lasts < LONG ? text : `${text}, for ${Math.floor(lasts / 1_000)} s` };
}
