import type { Task } from '../config/task.js';
import type { HeapItem } from '../schedule/heap.js';

/**
 * What stands in line to start: a ready key, or a counted tick. A key stands there itself, because of a hundred
 * thousand that are ready at once each would need a stage else, long before it starts (bench row "ticks").
 */
export interface InLine<K> extends HeapItem {
  readonly task: Task<K>;
  readonly due: number;
  readonly absolute: boolean;
  /** The how-manieth tick of the run it is. */
  readonly tick: number;
}
