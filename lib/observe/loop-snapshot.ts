import type { HandlerName } from '../config/loop-event.js';
import type { TaskState } from './task-state.js';

/** What a loop and each of its keys are doing, as plain data: for example for a health page. */
export interface LoopSnapshot {
  /**
   * `'idle'` before the first run, and after a run was unsubscribed; `'complete'` or `'error'` after a run has ended by
   * itself.
   */
  readonly status: 'idle' | 'running' | 'complete' | 'error';
  /** When `status` last changed; `undefined` before the first run. */
  readonly since: Date | undefined;
  /** Whether the run is paused. */
  readonly paused: boolean;
  /** Whether the run is draining. */
  readonly draining: boolean;
  /** The keys whose work in an earlier run has to settle before this run goes on; `undefined` if it does not wait. */
  readonly leftovers: readonly string[] | undefined;
  /** How many runs of tasks are in progress. */
  readonly running: number;
  /** How many keys are due and have not started. */
  readonly ready: number;
  /** About how many notifications wait for their turns. */
  readonly queued: number;
  /** The turn in progress: nothing else happens until it ends. */
  readonly turn:
    | { readonly handler: HandlerName; readonly key?: string; readonly hook?: string; readonly since: Date }
    | undefined;
  /** The state of each key, with its last error as text. */
  readonly tasks: readonly (Omit<TaskState, 'lastError'> & {
    readonly key: string;
    readonly lastError: string | undefined;
  })[];
}
