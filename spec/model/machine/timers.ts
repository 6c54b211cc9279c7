import { timerRank } from '../agenda.js';
import type { Run, Timer } from './state.js';

/** Lets `act` happen at the instant `at`, which is ahead. */
export function setTimer(run: Run, at: number, act: () => void): Timer {
  const { agenda, program } = run.world;
  const entry = agenda.add(at - agenda.now, () => fire(run), timerRank(program));
  const timer: Timer = { at, set: run.moment++, entry, act };
  run.timers.add(timer);
  return timer;
}

export function clearTimer(run: Run, timer: Timer | undefined): void {
  if (timer && run.timers.delete(timer)) run.world.agenda.remove(timer.entry);
}

/**
 * The one host timer: all that is due by now happens, of one instant in the order in which it was set; then the
 * loop looks at it (6.2).
 */
function fire(run: Run): void {
  const due = [...run.timers].filter(({ at }) => at <= run.world.agenda.now);
  run.busy = true;
  for (const timer of due.sort((a, b) => a.at - b.at || a.set - b.set)) {
    if (!run.timers.has(timer)) continue;
    clearTimer(run, timer);
    timer.act();
  }
  run.busy = false;
  run.go();
}
