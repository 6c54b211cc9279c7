import type { HandlerName, TurnSource } from '../config/loop-event.js';
import type { ControlLoop, TaskLoop } from '../config/task.js';
import { Fifo, type Linked } from './fifo.js';

/** The handlers of a task, a hook, or `onRun`. Those of a hook do not use the extra members of a task's loop. */
export interface Handlers {
  next?(value: any, loop: TaskLoop<any>): unknown;
  error?(error: any, loop: TaskLoop<any>): unknown;
  complete?(loop: TaskLoop<any>): unknown;
  onRun?(loop: ControlLoop<any>): unknown;
}

/** What causes turns: a run of a task, a hook's source, or the start of the loop. */
export interface TurnCause {
  readonly lane: 'onRun' | 'tasks' | 'hook';
  /** Where its turns wait, one behind another. */
  readonly mailbox: Mailbox;
  readonly handlers: Handlers;
  /** Whose turn it is, for the monitor. */
  readonly origin: TurnSource<any>;
  /** Its turns need not be taken in the caller's stack. */
  readonly canWait: boolean;
  /** Turns that it has caused so far are dropped. */
  readonly cancelled: boolean;
  /** For an error that no handler takes: throws it, unless the cause goes on all the same. */
  unhandled(error: unknown): void;
  /** A turn that it caused begins, and ends. */
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

/** A source of turns, taken one at a time: a mailbox, or lanes that alternate. */
export interface Lane extends Linked<Lane> {
  /** Whether it is in line for its next turn, or being served. */
  waiting: boolean;
  shift(): PendingTurn | undefined;
  /** The last turn taken is over; returns whether there is another. */
  settle(): boolean;
}

/** The waiting turns of one cause: first in, first out (3.2). */
export class Mailbox extends Fifo<PendingTurn> implements Lane {
  link: Lane | undefined = undefined;
  waiting = false;

  /** Skips turns that were cancelled meanwhile. */
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
