import type { LoopEvent } from '../../../lib/index.js';
import type { Claim } from '../claim.js';

/** One turn at a time, and none after the end of a run. */
export class Turns {
  count = 0;
  /** There is a run. */
  alive = false;
  /** There is a turn, which may be asynchronous. */
  open = false;
  private told = false;

  constructor(private readonly claim: Claim) {}

  begun(): void {
    this.count++;
    this.claim(this.alive, 'a handler was called after the end of the run (4.3)');
    this.claim(!this.open, 'two turns overlap (3.1)');
    this.open = true;
  }

  over(): void {
    this.open = false;
  }

  observe({ type }: LoopEvent<number>): void {
    if (type === 'run') this.told = false;
    else if (type === 'turn-start') {
      this.claim(!this.told, 'the monitor was told of two turns at once (3.1)');
      this.told = true;
    } else if (type === 'turn-end') {
      this.claim(this.told, 'the monitor was told of the end of no turn (7.1)');
      this.told = false;
    }
  }
}
