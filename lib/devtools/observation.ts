import type { LoopSnapshot } from '../index.js';
import type { Lanes } from './lanes.js';
import type { WatchedLoop } from './watched.js';

/** The state of a key, from a snapshot. */
export type Task = LoopSnapshot['tasks'][number];

/** What the loop was doing at one instant. Everything in a frame is drawn from the same one. */
export class Observation<K> {
  readonly snapshot: LoopSnapshot;
  readonly tasks: ReadonlyMap<K, Task>;

  constructor(
    private readonly loop: WatchedLoop<K>,
    readonly lanes: Lanes<K>,
    readonly now: number,
  ) {
    this.snapshot = loop.snapshot();
    this.tasks = new Map(loop.keys().map((key, i) => [key, this.snapshot.tasks[i]!]));
  }

  explain(key: K): string {
    try {
      return this.loop.explain(key).message;
    } catch {
      return 'It was removed.'; // Since then.
    }
  }
}
