import { describe } from './describe.js';
import type { HandlerName, TurnSource } from './loop-event.js';

/** A handler, and whose it is. */
export function nameOf(handler: HandlerName, { key, hook }: TurnSource<any>): string {
  if (hook !== undefined) return `the ${handler} handler of hook ${JSON.stringify(hook)}`;
  return handler === 'onRun' ? 'the onRun handler' : `the ${handler} handler of task ${describe(key)}`;
}
