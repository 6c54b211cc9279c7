import { computed, signal, type Signal } from '@angular/core';
import type { Observer } from 'rxjs';
import type { LoopEvent } from '../index.js';
import { TaskBoard, type TaskState } from './task-board.js';

/** The states of a loop's keys as a signal, and the monitor that they are made from. */
export function watchTasks<K>(
  keys: readonly K[],
  user: Partial<Observer<LoopEvent<K>>> | undefined,
): { tasks: Signal<ReadonlyMap<K, TaskState>>; monitor: { next(event: LoopEvent<K>): void } } {
  const board = new TaskBoard(keys);
  const version = signal(0);
  let turning = false;
  let changed = false;
  // Announced, and not read since: one change is enough for all that come until somebody looks.
  let announced = false;

  const tasks = computed(() => {
    version();
    announced = false;
    return board.read();
  });
  const next = (event: LoopEvent<K>): void => {
    turning = event.type === 'turn-start' || (turning && event.type !== 'turn-end' && !isEnd(event));
    changed = board.apply(event) || changed;
    if (changed && !turning) {
      changed = false;
      if (!announced) version.update((last) => last + 1);
      announced = true;
    }
    user?.next?.(event);
  };
  return { tasks, monitor: { next } };
}

/** A turn in progress is torn down with its run, and has no end of its own. */
function isEnd(event: LoopEvent): boolean {
  return (
    event.type === 'run' ||
    event.type === 'unsubscribe' ||
    event.type === 'complete' ||
    (event.type === 'error' && event.stage === undefined && event.hook === undefined)
  );
}
