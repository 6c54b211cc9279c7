import type { Task } from '../config/task.js';
import type { Timer } from '../schedule/timer-queue.js';
import type { Linked } from './fifo.js';
import type { KeyedTask } from './keyed-task.js';
import type { Ticks } from './ticks.js';

/** A tick that found its key running and is counted (`'concat'`): it has a place in line of its own (5.5). */
export class CountedTick<K> implements Timer, Linked<CountedTick<K>> {
  link: CountedTick<K> | undefined = undefined;
  index = -1;
  order = 0;
  /** It waits for `minInterval` to be over. */
  delayed = false;

  /**
   * @param due, absolute - when it came due
   * @param tick - the how-manieth tick of the run it is
   */
  constructor(
    readonly keyed: KeyedTask<K>,
    private readonly ticks: Ticks<K>,
    public due: number,
    public absolute: boolean,
    readonly tick: number,
  ) {}

  get task(): Task<K> {
    return this.keyed.task;
  }

  fire(): void {
    this.delayed = false;
    this.ticks.enqueue(this);
  }
}
