import type { HandlerName, TurnSource } from '../config/loop-event.js';
import type { ControlLoop } from '../config/control-loop.js';
import type { TaskLoop } from '../config/task-loop.js';
import type { Linked } from './fifo.js';
import type { Mailbox } from './mailbox.js';

/** The handlers of a task, a hook, or `onRun`; those of a hook do without what a task's loop has more. */
export interface Handlers {
  next?(value: any, loop: TaskLoop<any>): unknown;
  error?(error: any, loop: TaskLoop<any>): unknown;
  complete?(loop: TaskLoop<any>): unknown;
  onRun?(loop: ControlLoop<any>): unknown;
}

/** A first stage, a hook's source, or the start of a run: what causes turns. */
export interface NotificationSource {
  readonly lane: 'onRun' | 'tasks' | 'hook';
  readonly mailbox: Mailbox;
  readonly handlers: Handlers;
  /** Whose turn it is, for the monitor. */
  readonly origin: TurnSource<any>;
  /** What it caused before is dropped. */
  readonly cancelled: boolean;
  /** A turn that it caused begins, and has ended. */
  turnStarts(handler: HandlerName): void;
  turnEnds(): void;
}

/** What a first stage or a source has to say, on its way to its turn. */
export class Notification implements Linked<Notification> {
  link: Notification | undefined = undefined;

  constructor(
    readonly source: NotificationSource,
    readonly handler: HandlerName,
    readonly value: unknown,
  ) {}
}
