/** What the first stage of a task is called with. */
export interface TaskContext<K = any> {
  /** The key that was started; one task object may serve any number of keys (4.9). */
  readonly key: K;
  /**
   * Aborted when this first stage is unsubscribed: the run ended, was unsubscribed, or the key was
   * cancelled, removed, or started again under `overlap: 'switch'` (4.3, 5.1, 5.5, 5.6). Made when read.
   */
  readonly signal: AbortSignal;
}
