/** Where a run is between its subscription and its end. */
export type Phase = 'setting up' | 'waiting for leftovers' | 'onRun' | 'live' | 'over';

/**
 * The phase of a run, what holds it back, and what follows from both.
 *
 * ```text
 * setting up ─► waiting for leftovers ─► onRun ─► live ─► over
 * ```
 *
 * `over` can be reached from any phase, and is final.
 */
export class RunState {
  phase: Phase = 'setting up';
  /** The last value of a `pause` is true: nothing starts (5.8). */
  paused = false;
  /** Nothing is scheduled any more, and nothing starts (5.2). */
  draining = false;

  // What follows from both, kept in fields because every step reads it.
  over = false;
  /** Whether turns may be taken. */
  takesTurns = false;
  /** Whether first stages may start. */
  starts = false;
  /** Whether schedules may be set. */
  schedules = true;

  enter(phase: Phase): void {
    if (!this.over) this.change({ phase });
  }

  change(change: Partial<Pick<RunState, 'phase' | 'paused' | 'draining'>>): void {
    Object.assign(this, change);
    const { phase, paused, draining } = this;
    this.over = phase === 'over';
    this.takesTurns = phase === 'onRun' || phase === 'live';
    this.starts = phase === 'live' && !paused;
    this.schedules = !this.over && !draining;
  }
}
