import type { HandlerName, TurnSource } from '../config/loop-event.js';
import type { ControlLoop, TaskLoop } from '../config/task.js';
import { Fifo, type Linked } from './fifo.js';

/** The handlers of a task, a hook, or `onRun`; those of a hook do without what a task's loop has more. */
export interface Handlers {
  next?(value: any, loop: TaskLoop<any>): unknown;
  error?(error: any, loop: TaskLoop<any>): unknown;
  complete?(loop: TaskLoop<any>): unknown;
  onRun?(loop: ControlLoop<any>): unknown;
}

/** What causes turns: a run of a task, a hook's source, or the start of the loop. */
export interface TurnCause {
  readonly lane: 'onRun' | 'tasks' | 'hook';
  /** Where its turns wait, one behind the other. */
  readonly mailbox: Mailbox;
  readonly handlers: Handlers;
  /** Whose turn it is, for the monitor. */
  readonly origin: TurnSource<any>;
  /** Its turns need not come in the stack of who causes them. */
  readonly canWait: boolean;
  /** What it caused before is dropped. */
  readonly cancelled: boolean;
  /** An error that no handler takes: throws it, unless the cause goes on all the same. */
  unhandled(error: unknown): void;
  /** A turn that it caused begins, and has ended. */
  turnStarts(handler: HandlerName): void;
  turnEnds(): void;
}

/** A notification of a first stage or a source, on its way to its handler. */
export class PendingTurn implements Linked<PendingTurn> {
  link: PendingTurn | undefined = undefined;

  constructor(
    readonly cause: TurnCause,
    readonly handler: HandlerName,
    readonly value: unknown,
  ) {}
}

/** Something turns are taken from, one at a time: a mailbox, or lanes that take turns. */
export interface Lane extends Linked<Lane> {
  /** It stands in line for its next turn, or is being served. */
  waiting: boolean;
  shift(): PendingTurn | undefined;
  /** The turn that was taken last is over; returns whether there is another. */
  settle(): boolean;
}

/** The turns that one cause waits for: first in, first out (3.2). */
export class Mailbox extends Fifo<PendingTurn> implements Lane {
  link: Lane | undefined = undefined;
  waiting = false;

  /** What was cancelled meanwhile is no turn. */
  override shift(): PendingTurn | undefined {
    for (;;) {
      const turn = super.shift();
      if (turn === undefined || !turn.cause.cancelled) return turn;
    }
  }

  settle(): boolean {
    while (this.first?.cause.cancelled) super.shift();
    return this.first !== undefined;
  }
}
