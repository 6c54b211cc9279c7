import { dueAt, refusal } from './due.js';
import { setSchedule, stopSchedule } from './schedule.js';
import { note, type Run, type Stage } from './state.js';
import type { DueScript } from '../program.js';

/** A run of the key is over: it is scheduled anew, after a failure at `retryDue`, otherwise at `repeatDue` (1.10, 5.13). */
export function scheduleAgain(run: Run, stage: Stage): void {
  const { key, failed } = stage;
  if (failed && !stage.retry) retryOf(run, stage);
  if (run.phase === 'over') return;
  const { retry } = stage;
  if (retry) setSchedule(run, key, retry.at, retry.dated);
  else repeat(run, stage);
}

/** Asks `retryDue` when to try again; a bad answer ends the run, `null` gives up: returns whether it does not (5.13). */
export function retryOf(run: Run, stage: Stage): boolean {
  const due = askRetry(run, stage);
  if (due === undefined || due === null) return false;
  const refused = refusal(due);
  if (refused) run.end('error', refused);
  else stage.retry = { at: dueAt(run, due), dated: typeof due !== 'number' };
  return true;
}

function askRetry({ world }: Run, { key, failed }: Stage): DueScript | null | undefined {
  const { retryDue } = key.script;
  if (typeof retryDue === 'number' || retryDue === undefined) return retryDue;
  const { error, failures } = failed!;
  note(world, { ev: 'retry', key: key.name, failures, error });
  return retryDue[Math.min(failures, retryDue.length) - 1];
}

/** `null` says that there is no next time (1.10). */
function repeat(run: Run, { key }: Stage): void {
  const { repeatDue } = key.script;
  if (repeatDue === null) stopSchedule(run, key);
  else if (repeatDue !== undefined)
    setSchedule(run, key, dueAt(run, repeatDue), typeof repeatDue !== 'number');
}
