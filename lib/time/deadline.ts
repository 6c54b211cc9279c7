import type { Timer } from './timer-queue.js';

/** A timer for one instant on the clock's line, at which something is too late. */
export class Deadline implements Timer {
  readonly absolute = false;
  index = -1;
  order = 0;

  constructor(
    readonly due: number,
    readonly fire: () => void,
  ) {}
}
