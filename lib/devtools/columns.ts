import { duration } from './duration.js';
import type { Task } from './observation.js';

/** The states in the order in which they are sorted: what is busy first. */
const STATES = ['running', 'ready', 'held', 'waiting', 'idle'] as const;

/** What a key is up to, as the panel says it. */
export function stateOf(task: Task, now: number): (typeof STATES)[number] {
  return task.state !== 'running' && isHeld(task, now) ? 'held' : task.state;
}

export function isHeld({ heldUntil }: Task, now: number): boolean {
  return heldUntil === null || +(heldUntil ?? 0) > now;
}

export function ago(time: number | undefined, now: number): string {
  return time === undefined ? '–' : `${duration(now - time)} ago`;
}

function dueOf({ due }: Task, now: number): string {
  if (due === undefined) return '–';
  const left = +due - now;
  return left < 0 ? `${duration(-left)} late` : `in ${duration(left)}`;
}

const startOf = ({ since, lastStart }: Task): number | undefined => (since ?? lastStart)?.getTime();

/** What a column says of a key, what it is sorted by, and by default says. */
export type Column = readonly [
  name: string,
  rank: (task: Task, now: number) => string | number | undefined,
  text?: (task: Task, now: number) => string,
];

export const COLUMNS: readonly Column[] = [
  ['Key', ({ key }) => key],
  ['State', (task, now) => STATES.indexOf(stateOf(task, now)), stateOf],
  ['Due', ({ due }) => due?.getTime(), dueOf],
  ['Started', startOf, (task, now) => ago(startOf(task), now)],
  ['Runs', ({ runs }) => runs],
  ['Failures', ({ failures }) => failures],
];
