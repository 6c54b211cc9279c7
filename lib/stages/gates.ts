/** What holds all starts of a run back. */
export class Gates {
  /** The `onRun` handlers are through (4.1). */
  booted = false;
  /** The last value of a `pause` is true (5.8). */
  paused = false;
  /** Nothing is scheduled any more (5.2). */
  draining = false;
}
