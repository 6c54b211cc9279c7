/** The longest time between two drawings, in milliseconds: there are countdowns. */
const PACE = 250;

/**
 * Draws in frames of the browser: at most once per frame, and for at most about a tenth of the time. The host's clocks are
 * read only here.
 */
export class Frames {
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;
  private next = 0;

  /** @param draw - draws the present state; called with the wall clock in milliseconds */
  constructor(private readonly draw: (now: number) => void) {}

  /** Draws in the next frame that there is time for, and regularly from then on. */
  ask(): void {
    this.frame ||= requestAnimationFrame((start) => {
      this.frame = 0;
      if (start < this.next) return this.ask();
      this.draw(Date.now());
      const end = performance.now();
      this.next = end + Math.min(PACE, 9 * (end - start));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PACE);
    });
  }

  /** Stops drawing, until it is asked again. */
  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = 0;
  }
}
