import { Fifo } from './fifo.js';
import type { Lane } from './lane.js';
import type { Notification } from './notification.js';

/** A source's notifications that wait for their turns: first in, first out (3.2). */
export class Mailbox extends Fifo<Notification> implements Lane {
  link: Lane | undefined = undefined;
  waiting = false;

  /** What was cancelled meanwhile is no turn. */
  override get empty(): boolean {
    while (this.first?.source.cancelled) super.shift();
    return super.empty;
  }

  override shift(): Notification | undefined {
    return this.empty ? undefined : super.shift();
  }
}
