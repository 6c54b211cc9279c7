/** The most time between two drawings, in milliseconds: there are countdowns. */
const PACE = 250;

/** Draws in a frame of the browser: once a frame at most, and, unless that takes longer, a tenth of the time. The host's clocks are read here alone. */
export class Frames {
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;
  private next = 0;

  /** @param draw - draws what there is now, in milliseconds of the wall clock */
  constructor(private readonly draw: (now: number) => void) {}

  /** Draws in the next frame that there is time for, and from then on at a pace. */
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

  /** Draws nothing until it is asked again. */
  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = 0;
  }
}
