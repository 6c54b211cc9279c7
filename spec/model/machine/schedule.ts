import { clearTimer, setTimer } from './timers.js';
import { tell, type Key, type Run } from './state.js';

/** Sets the schedule of `key` to the instant `at`: the future waits, anything else makes it ready (1.1 to 1.3). */
export function setSchedule(run: Run, key: Key, at: number, dated: boolean): void {
  const now = run.world.agenda.now;
  const due = readyAt(key, at);
  if (key.tick && due <= now && !dated) return;
  tell(run, 'schedule', key.name, due);
  if (due > now) {
    takeBack(run, key);
    key.due = due;
    key.timer = setTimer(run, due, () => becomeReady(run, key));
  } else if (!key.tick) {
    takeBack(run, key);
    key.due = due;
    becomeReady(run, key);
  } else key.due = due;
}

/** Sets it unless it is scheduled no later than that already; a ready key stays ready (1.5). */
export function setSooner(run: Run, key: Key, at: number): void {
  if (key.due === undefined || readyAt(key, at) < key.due) setSchedule(run, key, at, true);
}

/** Clears timer and readiness, counted ticks included (1.4). */
export function clearSchedule(run: Run, key: Key): void {
  stopSchedule(run, key);
  key.counted.splice(0).forEach(() => tell(run, 'unscheduled', key.name));
  clearTimer(run, key.delay);
  key.delay = undefined;
}

/** When the key is due, as it is told: under `concat` the first counted tick, and not before it may start (1.7, 5.5). */
export function dueOf(key: Key): number | undefined {
  const wished = key.counted[0]?.due ?? key.due;
  return wished === undefined ? undefined : Math.max(wished, earliestStart(key));
}

/** The key may not start before: that would be too soon after the last start (5.11). */
function earliestStart({ lastStart, script: { minInterval } }: Key): number {
  return lastStart === undefined || minInterval === undefined ? -Infinity : lastStart + minInterval;
}

/** When the key becomes ready if it is wished at `at`; under `concat` readiness does not wait, its ticks do (5.5). */
function readyAt(key: Key, at: number): number {
  return key.script.overlap === 'concat' ? at : Math.max(at, earliestStart(key));
}

/** A tick is counted, and the schedule is empty again (5.5). */
export function countTick(run: Run, key: Key): void {
  key.counted.push({ order: key.tick!.order, due: key.due! });
  consume(key);
  tell(run, 'counted', key.name);
  delayCounted(run, key);
}

/** The first counted tick waits where it would start too soon after the last start. */
export function delayCounted(run: Run, key: Key): void {
  const earliest = earliestStart(key);
  if (key.counted.length === 0 || key.stages.length > 0 || key.delay) return;
  if (earliest > run.world.agenda.now) key.delay = setTimer(run, earliest, () => (key.delay = undefined));
}

/** The key is due: that is a tick. */
export function becomeReady(run: Run, key: Key): void {
  key.timer = undefined;
  key.tick = { order: run.moment++, place: 'fresh' };
  tell(run, 'ready', key.name, key.due);
}

/** The tick has had its effect. */
export function consume(key: Key): void {
  settleCalls(key);
  key.due = key.tick = undefined;
}

/** The tick is dropped, and with it the calls that led to it (1.10). */
export function dropTick(key: Key): void {
  key.made = [];
  consume(key);
}

/** The calls that made the schedule count for good (1.10). */
export function settleCalls(key: Key): void {
  key.calls.push(...key.made.splice(0));
}

/** Whether a call that counts has set or cleared the schedule since `moment` (1.10). */
export function isCalledSince({ calls, made }: Key, moment: number): boolean {
  return [...calls, ...made].some((call) => call > moment);
}

/** Takes timer and readiness back because a call said so. */
export function stopSchedule(run: Run, key: Key): void {
  if (key.due !== undefined) tell(run, 'schedule', key.name, null);
  takeBack(run, key);
  settleCalls(key);
}

function takeBack(run: Run, key: Key): void {
  clearTimer(run, key.timer);
  if (key.tick && key.tick.place !== 'parked') tell(run, 'unscheduled', key.name);
  key.timer = key.due = key.tick = undefined;
}
