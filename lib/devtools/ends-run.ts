import type { LoopEvent } from '../index.js';

/** Whether nothing that was in progress goes on after `event`. */
export function endsRun(event: LoopEvent): boolean {
  if (event.type === 'error') return event.stage === undefined && event.hook === undefined;
  return event.type === 'run' || event.type === 'complete' || event.type === 'unsubscribe';
}
