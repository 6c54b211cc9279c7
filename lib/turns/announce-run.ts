import type { Emit, LoopView } from '../config/loop-event.js';
import { stopped } from '../config/stopped.js';
import type { Explanation } from '../config/task.js';
import type { Control } from './control.js';
import type { Lanes } from './lanes.js';

/** The parts of a run that can be asked about. */
interface Asked<K> {
  readonly control: Control<K>;
  readonly lanes: Lanes;
}

/** Announces that a run begins; returns a function that lets go of the run, for its end. */
export function announceRun<K>(
  emit: Emit,
  tasks: ReadonlyMap<K, unknown>,
  control: Control<K>,
  lanes: Lanes,
): () => void {
  const loop = new RunView({ control, lanes });
  const event = { type: 'run', keys: [...tasks.keys()], loop } as const;
  emit(Object.defineProperty(event, 'loop', { enumerable: false }));
  return () => loop.leave();
}

/** The view of a run for watchers. Once the run is over, it keeps nothing of that alive in memory (4.3). */
class RunView<K = any> implements LoopView<K> {
  constructor(private run: Asked<K> | undefined) {}

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
