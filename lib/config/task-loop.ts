import type { ControlLoop } from './control-loop.js';

/** The loop a task's handlers get (4.9). */
export interface TaskLoop<K> extends ControlLoop<K> {
  /** The key whose first stage caused this turn. */
  readonly key: K;
  /** The key's errors since its last value in this run, this one included. */
  readonly failures: number;
}
