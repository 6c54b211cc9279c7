/**
 * Where a run is between its subscription and its end, and what holds it back meanwhile.
 *
 * ```text
 * setting up ─► waiting for leftovers ─► onRun ─► live ─► over
 * ```
 *
 * Turns are taken from `onRun` on, first stages start while it is `live`; `over` is reached from everywhere.
 */
export class RunState {
  phase: 'setting up' | 'waiting for leftovers' | 'onRun' | 'live' | 'over' = 'setting up';
  /** The last value of a `pause` is true: nothing starts (5.8). */
  paused = false;
  /** Nothing is scheduled any more, and nothing starts (5.2). */
  draining = false;

  get over(): boolean {
    return this.phase === 'over';
  }

  /** Whether turns may be taken. */
  get takesTurns(): boolean {
    return this.phase === 'live' || this.phase === 'onRun';
  }

  /** Whether first stages may start. */
  get starts(): boolean {
    return this.phase === 'live' && !this.paused;
  }

  /** Whether schedules may be set. */
  get schedules(): boolean {
    return !this.draining && this.phase !== 'over';
  }
}
