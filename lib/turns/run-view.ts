import type { LoopView } from '../config/loop-event.js';
import { stopped } from '../config/stopped.js';
import type { Explanation } from '../config/task.js';
import type { Control } from './control.js';
import type { Lanes } from './lanes.js';

/** What watchers can ask about a run. Once that is over it keeps nothing of it alive (4.3). */
export class RunView<K = any> implements LoopView<K> {
  constructor(private run: { readonly control: Control<K>; readonly lanes: Lanes } | undefined) {}

  explain(key: K): Explanation {
    return this.run === undefined ? stopped(key) : this.run.control.explain(key);
  }

  get queued(): number {
    return this.run?.lanes.size ?? 0;
  }

  /** The run is over. */
  leave(): void {
    this.run = undefined;
  }
}
