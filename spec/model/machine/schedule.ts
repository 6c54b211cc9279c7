import { clearTimer, setTimer } from './timers.js';
import { tell, type Key, type Run } from './state.js';

/** Sets the schedule of `key` to the instant `at`: the future waits, anything else makes it ready (1.1 to 1.3). */
export function setSchedule(run: Run, key: Key, at: number, dated: boolean): void {
  const { now } = run.world.agenda;
  if (key.tick && at <= now && !dated) return;
  const due = readyAt(key, at);
  tell(run, 'schedule', key.name, due < Infinity ? due : at);
  if (due <= now && key.tick) key.due = key.wish = due;
  else {
    takeBack(run, key);
    wait(run, key, at);
  }
}

/** Sets it unless it is scheduled no later than that already; a ready key stays ready (1.5). */
export function setSooner(run: Run, key: Key, at: number): void {
  if (key.due === undefined) return setSchedule(run, key, at, true);
  const due = readyAt(key, at);
  const wish = isKept(run, key, at) ? at : due;
  if (wish >= key.wish!) return;
  if (key.held) key.wish = wish;
  else if (!key.tick) setSchedule(run, key, at, true);
  else {
    tell(run, 'schedule', key.name, due < Infinity ? due : at);
    key.due = key.wish = wish;
  }
}

/** The key, which is not scheduled, is ready at `at`, or as soon as it may start after that. */
function wait(run: Run, key: Key, at: number): void {
  const { now } = run.world.agenda;
  key.held = isKept(run, key, at);
  key.due = readyAt(key, at);
  key.wish = key.held ? at : key.due;
  if (key.due <= now) becomeReady(run, key);
  else if (key.due < Infinity) key.timer = setTimer(run, key.due, () => becomeReady(run, key));
}

/** Holds the key until then, or releases it; its wishes are kept (5.14). */
export function holdUntil(run: Run, key: Key, until: number | undefined): void {
  const before = dueOf(key);
  key.hold = until === undefined || until <= run.world.agenda.now ? undefined : until;
  clearTimer(run, key.delay);
  key.delay = undefined;
  delayCounted(run, key);
  const { due, wish, tick } = key;
  if (due !== undefined && tick?.place !== 'parked' && (key.held || isKept(run, key, wish!))) {
    takeBack(run, key);
    wait(run, key, wish!);
  }
  const after = dueOf(key);
  if (key.counted.length === 0 && after !== before && after !== undefined)
    tell(run, 'schedule', key.name, after);
  run.go();
}

/** It is remembered until when the key is held, if that ends (5.14). */
export function keepHold({ world }: Run, { name, hold }: Key): void {
  if (hold !== undefined && hold < Infinity && hold > world.agenda.now) world.holds.set(name, hold);
}

/** The key, which is new, is held as it was before. */
export function holdAsBefore(run: Run, key: Key): void {
  const { agenda, holds } = run.world;
  const hold = holds.get(key.name);
  holds.delete(key.name);
  if (hold === undefined || hold <= agenda.now) return;
  key.hold = hold;
  tell(run, 'hold', key.name, hold);
}

/** Only a hold that has no end keeps it from starting: it keeps no run alive (5.14). */
export function isHeldForEver(key: Key): boolean {
  const isKept = key.held || (key.counted.length > 0 && key.due === undefined);
  return isKept && mayStartAt(key) === Infinity;
}

export function isScheduled(key: Key): boolean {
  return key.due !== undefined || key.counted.length > 0;
}

/** Clears timer and readiness, counted ticks included (1.4). */
export function clearSchedule(run: Run, key: Key): void {
  stopSchedule(run, key);
  key.counted.splice(0).forEach(() => tell(run, 'unscheduled', key.name));
  clearTimer(run, key.delay);
  key.delay = undefined;
}

/** When the key is due, as it is told: under `concat` the first counted tick, and not before it may start (1.7, 5.5, 5.14). */
export function dueOf(key: Key): number | undefined {
  const wished = key.counted[0]?.due ?? key.due;
  const due = wished === undefined ? undefined : Math.max(wished, mayStartAt(key));
  return due === Infinity ? undefined : due;
}

/** The key may not start before: that would be too soon after the last start, or it is held (5.11, 5.14). */
export function mayStartAt(key: Key): number {
  return Math.max(spacedUntil(key), key.hold ?? -Infinity);
}

/** Until when a start would be too soon after the last one. */
export function spacedUntil({ lastStart, script: { minInterval } }: Key): number {
  return lastStart === undefined || minInterval === undefined ? -Infinity : lastStart + minInterval;
}

/** Whether what is wished at `at` has to wait; under `concat` readiness does not, its ticks do (5.5). */
export function isKept({ world }: Run, key: Key, at: number): boolean {
  const open = mayStartAt(key);
  return key.script.overlap !== 'concat' && open > world.agenda.now && at <= open;
}

/** When the key becomes ready if it is wished at `at`. */
function readyAt(key: Key, at: number): number {
  return key.script.overlap === 'concat' ? at : Math.max(at, mayStartAt(key));
}

/** A tick is counted, and the schedule is empty again (5.5). */
export function countTick(run: Run, key: Key): void {
  key.counted.push({ order: key.tick!.order, due: key.due! });
  consume(key);
  tell(run, 'counted', key.name);
  delayCounted(run, key);
}

/** The first counted tick waits where it would start too soon after the last start, or is held. */
export function delayCounted(run: Run, key: Key): void {
  const [first] = key.counted;
  if (!first || key.stages.length > 0 || key.delay) return;
  const open = mayStartAt(key);
  const admit = () => {
    key.delay = undefined;
    first.due = Math.max(first.due, mayStartAt(key));
  };
  if (open <= run.world.agenda.now) admit();
  else if (open < Infinity) key.delay = setTimer(run, open, admit);
}

/** Nothing of the key runs any more: its latched tick is ready anew, unless it is held meanwhile. */
export function unlatch(run: Run, key: Key): void {
  key.tick = undefined;
  wait(run, key, key.wish!);
}

/** The key is due: that is a tick. */
export function becomeReady(run: Run, key: Key): void {
  key.timer = undefined;
  key.held = false;
  key.wish = key.due;
  key.tick = { order: run.moment++, place: 'fresh' };
  tell(run, 'ready', key.name, key.due);
}

/** The tick has had its effect. */
export function consume(key: Key): void {
  settleCalls(key);
  key.due = key.wish = key.tick = undefined;
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
  key.timer = key.due = key.wish = key.tick = undefined;
  key.held = false;
}
