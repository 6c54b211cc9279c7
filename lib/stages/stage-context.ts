import type { TaskContext } from '../config/task-context.js';
import { LazySignal } from './lazy-signal.js';

/** What a first stage is called with. */
export class StageContext<K> extends LazySignal implements TaskContext<K> {
  constructor(readonly key: K) {
    super();
  }
}
