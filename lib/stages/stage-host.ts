import type { HandlerName } from '../config/loop-event.js';
import type { Stage } from './stage.js';

/** Who starts stages, and is told how they go on. */
export interface StageHost<K> {
  /** The first stage yielded a value, or failed. */
  said(stage: Stage<K>, handler: HandlerName, value: unknown): void;
  /** The first stage has ended. */
  ended(stage: Stage<K>): void;
  /** Work that cannot be stopped was unsubscribed, or has settled (4.4). */
  left(stage: Stage<K>): void;
  settled(stage: Stage<K>): void;
  /** The run of the task is over: its first stage has ended, and so has the last turn that it caused. */
  over(stage: Stage<K>): void;
}
