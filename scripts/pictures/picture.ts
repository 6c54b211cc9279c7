import type { LoopEvent } from '../../lib/index.js';

/** A loop to be drawn: what it is about, what its monitor saw, and where the picture ends, in milliseconds. */
export interface Picture {
  readonly title: string;
  readonly events: readonly LoopEvent[];
  readonly to: number;
  readonly keys?: readonly unknown[];
}
