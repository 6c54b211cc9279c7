import { timerRank } from '../agenda.js';
import { tell, type Key, type Run } from './state.js';

/** Sets the schedule of `key` to the instant `at`: the future waits, anything else makes it ready (1.1 to 1.3). */
export function setSchedule(run: Run, key: Key, at: number, dated: boolean): void {
  const now = run.world.agenda.now;
  const due = admitted(key, at);
  if (key.tick && due <= now && !dated) return;
  tell(run, 'schedule', key.name, due);
  if (due > now) {
    takeBack(run, key);
    key.due = due;
    key.set = run.moment++;
    key.timer = run.world.agenda.add(due - now, () => fire(run), timerRank(run.world.program));
  } else if (!key.tick) {
    takeBack(run, key);
    key.due = due;
    becomeReady(run, key);
  } else key.due = due;
}

/** Sets it unless it is scheduled no later than that already; a ready key stays ready (1.5). */
export function setSooner(run: Run, key: Key, at: number): void {
  if (key.due === undefined || admitted(key, at) < key.due) setSchedule(run, key, at, true);
}

/** Clears timer and readiness, counted ticks included (1.4). */
export function clearSchedule(run: Run, key: Key): void {
  stopSchedule(run, key);
  key.counted.splice(0).forEach(() => tell(run, 'unscheduled', key.name));
  if (key.delay) run.world.agenda.remove(key.delay);
  key.delay = undefined;
}

/** When the key may start if it is wished at `at`: a start too soon after the last is put off (5.11). */
function admitted({ lastStart, script: { minInterval } }: Key, at: number): number {
  return lastStart === undefined || minInterval === undefined ? at : Math.max(at, lastStart + minInterval);
}

/** A start puts off what waits already, where that would come too soon after it (5.11). */
export function holdBack(run: Run, key: Key): void {
  if (key.timer && admitted(key, key.due!) > key.due!) setSchedule(run, key, key.due!, true);
}

/** The next counted tick has its turn, but not too soon after the last start. */
export function delayCounted(run: Run, key: Key): void {
  const [next] = key.counted;
  const now = run.world.agenda.now;
  const earliest = admitted(key, now);
  if (!next || earliest <= now) return;
  next.due = earliest;
  key.delay = run.world.agenda.add(earliest - now, () => fire(run), timerRank(run.world.program));
}

/** The key is due: that is a tick. */
export function becomeReady(run: Run, key: Key): void {
  key.timer = undefined;
  key.tick = { order: run.moment++, place: 'fresh' };
  tell(run, 'ready', key.name, key.due);
}

/** The tick has had its effect. */
export function consume(key: Key): void {
  key.due = key.tick = undefined;
}

/** Takes timer and readiness back because a call said so. */
export function stopSchedule(run: Run, key: Key): void {
  if (key.due !== undefined) tell(run, 'schedule', key.name, null);
  takeBack(run, key);
}

function takeBack(run: Run, key: Key): void {
  if (key.timer) run.world.agenda.remove(key.timer);
  if (key.tick && key.tick.place !== 'parked') tell(run, 'unscheduled', key.name);
  key.timer = undefined;
  consume(key);
}

/** The one timer: all that is due by now becomes ready, then the loop looks at it (6.2). */
function fire(run: Run): void {
  const { agenda } = run.world;
  const due = [...run.keys.values()].filter(({ timer }) => timer && timer.at <= agenda.now);
  for (const key of due.sort((a, b) => a.due! - b.due! || a.set - b.set)) {
    agenda.remove(key.timer!);
    becomeReady(run, key);
  }
  for (const key of run.keys.values()) {
    if (!key.delay || key.delay.at > agenda.now) continue;
    agenda.remove(key.delay);
    key.delay = undefined;
  }
  run.go();
}
