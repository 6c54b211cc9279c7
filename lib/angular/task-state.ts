/** What a key of a running loop is up to, as its last turn left it. */
export interface TaskState {
  /**
   * `'running'` from the start of its first stage until the last turn that caused has ended (1.8);
   * otherwise `'ready'` while it is due and has not started, `'waiting'` while its timer runs, or `'idle'`.
   */
  readonly state: 'idle' | 'waiting' | 'ready' | 'running';
  /** When it is due next, in the past while it is ready; `undefined` where it is not scheduled (1.7). */
  readonly due: Date | undefined;
  /** How often its first stage has started since the loop was started last. */
  readonly runs: number;
  /** The error of its first stage, until that yields a value again, or the loop is started again. */
  readonly lastError: unknown;
}
