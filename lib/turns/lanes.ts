import { Fifo } from '../work/fifo.js';
import type { Lane, PendingTurn, TurnCause } from '../work/pending-turn.js';

/**
 * Where notifications wait for their turns: a lane for each hook, and one for all tasks, in which the running ones
 * alternate. So with h hooks, the head of a hook's lane waits for at most h turns (3.2).
 *
 * ```text
 * all ─┬─ hook a    ● ● ●
 *      ├─ hook b    ●
 *      └─ tasks ─┬─ key x    ● ●
 *                └─ key y    ●
 * ```
 */
export class Lanes {
  /** How many wait; cancelled and dropped ones count until the lanes are empty. */
  size = 0;
  /** The cause of the only one: most turns find the lanes empty, and need no place in line (bench row "cycle"). */
  private alone: TurnCause | undefined = undefined;
  private readonly onRun = new Fifo<PendingTurn>();
  private readonly tasks = new Ring();
  private readonly all = new Ring();

  push(turn: PendingTurn): void {
    const { cause } = turn;
    if (cause.lane === 'onRun') this.onRun.push(turn);
    else {
      cause.mailbox.push(turn);
      if (this.size === 0) this.alone = cause;
      else this.standInLine(cause);
    }
    this.size++;
  }

  /** The next turn that has not been cancelled meanwhile; the `onRun` handlers come first (4.1). */
  shift(): PendingTurn | undefined {
    if (this.size === 0) {
      this.all.settle(); // The lane that was served last has nobody to queue behind.
      return undefined;
    }
    const turn = this.onRun.shift() ?? (this.alone === undefined ? this.all.shift() : this.serve(this.alone));
    this.size = turn === undefined ? 0 : this.size - 1;
    return turn;
  }

  private standInLine({ lane, mailbox }: TurnCause): void {
    if (this.alone !== undefined) {
      const first = this.alone;
      this.alone = undefined;
      this.standInLine(first);
    }
    if (lane === 'tasks') this.tasks.add(mailbox);
    this.all.add(lane === 'tasks' ? this.tasks : mailbox);
  }

  /** Serves the only one that waits, and leaves the lanes as if it had been in line. */
  private serve({ lane, mailbox }: TurnCause): PendingTurn | undefined {
    this.alone = undefined;
    const turn = mailbox.shift();
    if (turn === undefined) {
      this.all.settle(); // It was cancelled, and nobody waits.
      return undefined;
    }
    if (lane === 'tasks') this.tasks.serve(mailbox);
    this.all.serve(lane === 'tasks' ? this.tasks : mailbox);
    return turn;
  }
}

/**
 * Lanes that alternate, one turn each. The lane that was served last rejoins the line only when the next turn is asked
 * for: behind those that got something meanwhile (D-019). A ring is a lane itself.
 */
class Ring implements Lane {
  link: Lane | undefined = undefined;
  waiting = false;
  private readonly line = new Fifo<Lane>();
  private served: Lane | undefined = undefined;

  /** `lane` has something: it joins the line, unless it is in it. */
  add(lane: Lane): void {
    if (lane.waiting) return;
    lane.waiting = true;
    this.line.push(lane);
  }

  /** Serves `lane` without a place in line, since nothing else waits. */
  serve(lane: Lane): void {
    if (lane === this.served) return;
    this.settle();
    lane.waiting = true;
    this.served = lane;
  }

  shift(): PendingTurn | undefined {
    this.settle();
    for (let lane = this.line.shift(); lane !== undefined; lane = this.line.shift()) {
      const turn = lane.shift();
      if (turn !== undefined) {
        this.served = lane;
        return turn;
      }
      lane.waiting = false;
    }
    return undefined;
  }

  settle(): boolean {
    const lane = this.served;
    if (lane !== undefined) {
      this.served = undefined;
      if (lane.settle()) this.line.push(lane);
      else lane.waiting = false;
    }
    return this.line.first !== undefined;
  }
}
