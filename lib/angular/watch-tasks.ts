import { computed, signal, type Signal } from '@angular/core';
import type { LoopEvent, TaskState, TaskStates } from '../index.js';

/** The states of a loop's keys as a signal. */
export function watchTasks<K>(states: TaskStates<K>): Signal<ReadonlyMap<K, TaskState>> {
  const version = signal(0);
  let turning = false;
  let changed = false;
  // Announced, and not read since: until somebody reads, one announcement covers all changes.
  let announced = false;

  // It never errors.
  // eslint-disable-next-line rxjs-x/no-ignored-error
  states.changes$.subscribe((event) => {
    turning = event.type === 'turn-start' || (turning && event.type !== 'turn-end' && !isOfRun(event));
    changed ||= isOfKey(event) || isOfRun(event);
    if (!changed || turning) return;
    changed = false;
    if (!announced) version.update((last) => last + 1);
    announced = true;
  });
  return computed(() => {
    version();
    announced = false;
    return new Map(states.keys().map((key) => [key, states.get(key)!]));
  });
}

/** Whether it changes the keys, or the state of one. */
function isOfKey(event: LoopEvent): boolean {
  return 'key' in event && event.type !== 'turn-start' && event.type !== 'turn-end';
}

/** Whether the run begins or ends; a turn in progress is torn down with it, without a 'turn-end'. */
function isOfRun({ type, ...event }: LoopEvent): boolean {
  if (type === 'error') return !('key' in event) && !('hook' in event);
  return type === 'run' || type === 'unsubscribe' || type === 'complete';
}
