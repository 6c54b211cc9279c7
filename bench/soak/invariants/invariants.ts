import type { ControlLoop, LoopEvent } from '../../../lib/index.js';
import type { Claim } from '../claim.js';
import { Calls } from './calls.js';
import { Dues } from './dues.js';
import { Explanations } from './explanations.js';
import { Mailbox } from './mailbox.js';
import { Stages } from './stages.js';
import { Ticks } from './ticks.js';
import { Turns } from './turns.js';

/**
 * What must hold all the time, known from the outside: from what the script does, what handlers and first
 * stages see, and what the monitor is told. The books are arrays of fixed size, so that only a leak grows.
 */
export class Invariants {
  readonly turns: Turns;
  readonly stages: Stages;
  readonly dues: Dues;
  readonly ticks: Ticks;
  readonly mailbox: Mailbox;
  readonly calls: Calls;
  private readonly explanations: Explanations;

  constructor(
    readonly claim: Claim,
    private readonly size: number,
  ) {
    this.turns = new Turns(claim);
    this.stages = new Stages(size, claim, this.turns);
    this.dues = new Dues(size, claim);
    this.ticks = new Ticks(size, claim);
    this.mailbox = new Mailbox(claim);
    this.calls = new Calls(claim);
    this.explanations = new Explanations(claim, this.stages, this.ticks);
  }

  /** A run has been subscribed to. */
  runStarts(): void {
    this.turns.alive = true;
    this.mailbox.runStarts();
  }

  /** The first turn of a run. */
  runBegun(loop: ControlLoop<number>): void {
    this.stages.runBegun();
    this.dues.runBegun();
    this.calls.runBegun(loop, this.size);
  }

  observe(event: LoopEvent<number>): void {
    this.turns.observe(event);
    this.stages.observe(event);
    this.dues.observe(event);
    this.ticks.observe(event);
    this.mailbox.observe(event);
  }

  /** Looks at every key, in a turn. */
  inspect(loop: ControlLoop<number>): void {
    for (const key of loop.keys()) {
      const why = loop.explain(key);
      this.explanations.inspect(key, loop, why);
      this.ticks.inspect(key, why);
    }
  }

  /** All that was started has ended. */
  get settled(): boolean {
    return this.stages.settled && !this.turns.open;
  }
}
