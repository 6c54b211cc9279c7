import { duration } from './duration.js';
import type { Task } from './observation.js';

/** The states in sorting order: busy ones first. */
const STATES = ['running', 'ready', 'held', 'waiting', 'idle'] as const;

/** What a key is doing, in the panel's words. */
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

/** A column: its title, what it is sorted by, and its text, by default the same. */
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
