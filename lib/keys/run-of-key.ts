/** What a key sees of a run of its task. */
export interface RunOfKey {
  readonly cancelled: boolean;
  /** What it has taken, of `concurrent` and of limits. */
  readonly hasSlot: boolean;
  readonly room: readonly unknown[] | undefined;
  /** Its key; a key that is added again takes over the runs of its removed predecessor (5.6). */
  key: any;
}
