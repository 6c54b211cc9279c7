import { timerRank } from './agenda.js';
import { note, type Key, type Run } from './state.js';

/** A tick is told to the monitor. */
export function tell(run: Run, type: string, about?: string, due?: number | null): void {
  note(run.world, {
    ev: 'told',
    type,
    ...(about !== undefined && { about }),
    ...(due !== undefined && { due }),
  });
}

/** Sets the schedule of `key` to the instant `at`: the future waits, anything else makes it ready (1.1 to 1.3). */
export function setSchedule(run: Run, key: Key, at: number, dated: boolean): void {
  const now = run.world.agenda.now;
  const due = admitted(run, key, at);
  if (due > now) {
    takeBack(run, key);
    key.due = due;
    key.set = run.moment++;
    key.timer = run.world.agenda.add(due - now, () => fire(run), timerRank(run.world.program));
    tell(run, 'schedule', key.name, due);
  } else if (key.ready === undefined) {
    takeBack(run, key);
    key.due = due;
    tell(run, 'schedule', key.name, due);
    becomeReady(run, key);
  } else {
    if (dated) key.due = due;
    tell(run, 'schedule', key.name, key.due);
  }
}

/** Sets it unless it is scheduled no later than that already; a ready key stays ready (1.5). */
export function setSooner(run: Run, key: Key, at: number): boolean {
  if (key.due !== undefined && key.due <= admitted(run, key, at)) return false;
  setSchedule(run, key, at, true);
  return true;
}

/** Clears timer and readiness (1.4). */
export function clearSchedule(run: Run, key: Key): void {
  takeBack(run, key);
  for (const _ of key.counted.splice(0)) tell(run, 'unscheduled', key.name);
}

/** When the key may start if it is wished at `at`: a start too soon after the last is put off (5.11). */
export function admitted(
  run: Run,
  { lastStart = -Infinity, script: { minInterval = 0 } }: Key,
  at: number,
): number {
  const earliest = lastStart + minInterval;
  return earliest > run.world.agenda.now ? Math.max(at, earliest) : at;
}

/** The key is due: that is a tick. */
export function becomeReady(run: Run, key: Key): void {
  key.timer = undefined;
  key.parked = false;
  key.ready = run.moment++;
  tell(run, 'ready', key.name, key.due);
}

/** The tick has had its effect. */
export function consume(key: Key): void {
  key.due = key.ready = undefined;
  key.parked = false;
}

function takeBack(run: Run, key: Key): void {
  if (key.timer) run.world.agenda.remove(key.timer);
  if (key.ready !== undefined && !key.parked) tell(run, 'unscheduled', key.name);
  key.timer = undefined;
  consume(key);
}

/** The one timer: all that is due by now becomes ready, then the loop looks at it (6.2). */
function fire(run: Run): void {
  const due = [...run.keys.values()].filter((key) => key.timer && key.due! <= run.world.agenda.now);
  due.sort((a, b) => a.due! - b.due! || a.set - b.set);
  for (const key of due) {
    run.world.agenda.remove(key.timer!);
    becomeReady(run, key);
  }
  run.go();
}
