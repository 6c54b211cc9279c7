import { labelOf } from './recorder.js';
import type { LoopEvent } from '../../../lib/index.js';
import type { Seen } from '../fact.js';

/** All that a `LoopEvent` may have. */
interface Told {
  readonly dueTime?: Date;
  readonly until?: Date;
  readonly key?: string;
  readonly hook?: string;
  readonly stage?: number;
  readonly handler?: string;
  readonly method?: string;
  readonly keys?: readonly string[];
  readonly error?: unknown;
}

/** What the monitor is told at `now`, as a fact; a wrong time shows. */
export function factOf(event: LoopEvent<string>, now: number): Seen {
  const { dueTime, until, hook, key, stage, handler, method, keys = [], error } = event as Told;
  const known = error === undefined ? undefined : labelOf(error);
  const parts = [hook, key, stage, handler, method, ...[...keys].sort(), known];
  if (event.time !== now) parts.push(`at ${String(event.time)}`);
  const about = parts.filter((part) => part !== undefined).join(' ');
  const due = 'dueTime' in event || 'until' in event ? { due: (dueTime ?? until)?.getTime() ?? null } : {};
  return { ev: 'told', type: event.type, about, ...due };
}
