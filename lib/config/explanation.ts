/**
 * Why a key does or does not run now (7.3): `reason` to switch on, `message` to read.
 *
 * - `unscheduled`: nothing will start it until it is scheduled.
 * - `waiting`: it waits for its timer, until `dueTime`.
 * - `ready`: due; it starts when the current turn ends.
 * - `running`: due, and starts after its run in progress; with `overlap: 'exhaust'`, if that ends in this turn.
 * - `paused`: due, and starts when nothing pauses the run.
 * - `concurrent`: due, without a free slot; `place` is its place in line, from 1.
 * - `draining`: the run is draining; nothing starts any more.
 */
export type Explanation = {
  /** A sentence a person can read. */
  readonly message: string;
} & (
  | { readonly reason: 'unscheduled' | 'draining' }
  | { readonly reason: 'waiting' | 'ready' | 'running' | 'paused'; readonly dueTime: Date }
  | { readonly reason: 'concurrent'; readonly dueTime: Date; readonly place: number }
);
