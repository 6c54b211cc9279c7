import type { LoopSnapshot, TaskStates } from '../index.js';
import { Lanes } from './lanes.js';

/** What the panel asks of a loop: `TaskStates` has it. */
export type WatchedLoop<K = any> = Pick<TaskStates<K>, 'changes$' | 'keys' | 'snapshot' | 'explain'>;

/** What a key is up to, as a snapshot has it. */
export type Task = LoopSnapshot['tasks'][number];

/** What the loop was up to at an instant. All that is drawn is drawn of one. */
export class Observation<K> {
  readonly snapshot: LoopSnapshot;
  readonly tasks = new Map<K, Task>();

  constructor(
    private readonly loop: WatchedLoop<K>,
    readonly lanes: Lanes<K>,
    readonly now: number,
  ) {
    this.snapshot = loop.snapshot();
    loop.keys().forEach((key, i) => this.tasks.set(key, this.snapshot.tasks[i]!));
  }

  explain(key: K): string {
    try {
      return this.loop.explain(key).message;
    } catch {
      return 'It was removed'; // Since then.
    }
  }
}
