import { duration } from './duration.js';
import type { Task } from './observation.js';

/** The states in the order in which they are sorted: what is busy first. */
const STATES = ['running', 'ready', 'held', 'waiting', 'idle'] as const;

/** What a key is up to, as the panel says it. */
export function stateOf({ state, heldUntil }: Task, now: number): (typeof STATES)[number] {
  return state !== 'running' && isHeld(heldUntil, now) ? 'held' : state;
}

export function isHeld(until: Date | null | undefined, now: number): boolean {
  return until === null || (until !== undefined && until.getTime() > now);
}

export function ago(time: Date | undefined, now: number): string {
  return time === undefined ? '–' : `${duration(Math.max(0, now - time.getTime()))} ago`;
}

function dueOf({ due }: Task, now: number): string {
  if (due === undefined) return '–';
  const left = due.getTime() - now;
  return left < 0 ? `${duration(-left)} late` : `in ${duration(left)}`;
}

/** A column of the table: what it says of a key, and what it is sorted by. */
export interface Column {
  readonly name: string;
  text(task: Task, now: number): string;
  rank(task: Task, now: number): string | number | undefined;
}

export const COLUMNS: readonly Column[] = [
  { name: 'Key', text: ({ key }) => key, rank: ({ key }) => key },
  { name: 'State', text: stateOf, rank: (task, now) => STATES.indexOf(stateOf(task, now)) },
  { name: 'Due', text: dueOf, rank: ({ due }) => due?.getTime() },
  {
    name: 'Started',
    text: ({ since, lastStart }, now) => ago(since ?? lastStart, now),
    rank: ({ since, lastStart }) => (since ?? lastStart)?.getTime(),
  },
  { name: 'Runs', text: ({ runs }) => `${runs}`, rank: ({ runs }) => runs },
  { name: 'Failures', text: ({ failures }) => `${failures}`, rank: ({ failures }) => failures },
];
