import type { LoopSnapshot } from '../index.js';
import type { Lanes } from './lanes.js';
import type { WatchedLoop } from './watched.js';

/** What a key is up to, as a snapshot has it. */
export type Task = LoopSnapshot['tasks'][number];

/** What the loop was up to at an instant. All that is drawn is drawn of one. */
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
