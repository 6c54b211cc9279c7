import type { LoopEvent } from '../../../lib/index.js';
import type { Claim } from '../claim.js';

/** The most events that a bounded hook has queued, one in its turn aside. */
export const LIMIT = 10;

/** A bounded hook has no more events queued than it may, and each is handled or told to have overflown. */
export class Mailbox {
  private sent = 0;
  private received = 0;

  constructor(private readonly claim: Claim) {}

  runStarts(): void {
    this.sent = this.received = 0;
  }

  send(): void {
    this.sent++;
  }

  receive(): void {
    this.received++;
  }

  inspect(): void {
    const queued = this.sent - this.received;
    this.claim(queued >= 0 && queued <= LIMIT + 1, `${queued} events are in a mailbox of ${LIMIT} (5.9)`);
  }

  observe({ type }: LoopEvent<number>): void {
    if (type === 'overflow') this.received++;
  }
}
