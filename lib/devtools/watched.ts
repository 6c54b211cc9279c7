import type { LoopCommands, TaskStates } from '../index.js';

/** The part of `TaskStates` that the panel uses. */
export type WatchedLoop<K = any> = Pick<TaskStates<K>, 'changes$' | 'keys' | 'snapshot' | 'explain'>;

/** What the panel's buttons post to: `LoopCommands`, or `SmartPollRef` of `rxjs-smartpoll/angular`. */
export type PostsCommands<K = any> = Pick<LoopCommands<K, any>, 'post'>;

/** What a page sets on its panel, at any time. */
export interface Watched<K = any> {
  /**
   * The loop to show: the `TaskStates` that is its monitor.
   *
   * @defaultValue `undefined`: nothing is shown
   */
  loop?: WatchedLoop<K> | undefined;
  /**
   * What the buttons for refresh, hold and cancel post to: the loop's `LoopCommands`, or Angular's `SmartPollRef`.
   *
   * @defaultValue `undefined`: there are no buttons
   */
  commands?: PostsCommands<K> | undefined;
}
