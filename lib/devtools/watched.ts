import type { LoopCommands, TaskStates } from '../index.js';

/** What the panel asks of a loop: `TaskStates` has it. */
export type WatchedLoop<K = any> = Pick<TaskStates<K>, 'changes$' | 'keys' | 'snapshot' | 'explain'>;

/** What the panel's buttons need: `LoopCommands` has it, and `SmartPollRef` of `rxjs-smartpoll/angular`. */
export type PostsCommands<K = any> = Pick<LoopCommands<K, any>, 'post'>;

/** What a panel is told by its page, at any time. */
export interface Watched<K = any> {
  /**
   * The loop to show: the `TaskStates` that is its monitor.
   *
   * @defaultValue `undefined`: nothing is shown
   */
  loop?: WatchedLoop<K> | undefined;
  /**
   * Where the buttons refresh, hold and cancel post to: the loop's `LoopCommands`, or Angular's `SmartPollRef`.
   *
   * @defaultValue `undefined`: there are no buttons
   */
  commands?: PostsCommands<K> | undefined;
}
