import type { OnRun } from '../config/smart-poll-config.js';
import { Mailbox, PendingTurn, type Handlers, type TurnCause } from '../work/pending-turn.js';

/** An `onRun` handler as the source of one turn (4.1). */
export class OnRunSource implements TurnCause {
  readonly lane = 'onRun';
  readonly mailbox = new Mailbox();
  readonly canWait = true;
  readonly cancelled = false;
  readonly origin = {};
  readonly handlers: Handlers;
  readonly turn = new PendingTurn(this, 'onRun', undefined);

  constructor(
    onRun: OnRun<any>,
    readonly turnEnds: () => void,
  ) {
    this.handlers = { onRun };
  }

  turnStarts(): void {
    // Nothing is counted.
  }

  unhandled(error: unknown): void {
    throw error;
  }
}
