import { Fifo } from '../stages/fifo.js';
import type { Notification } from '../stages/notification.js';
import { Ring } from './ring.js';

/**
 * Where notifications wait for their turns: a lane for each hook, and one for the tasks together, in
 * which those that run take turns. So with h hooks the head of a hook's lane waits for at most h turns (3.2).
 */
export class Lanes {
  /** How many wait. */
  size = 0;
  private readonly onRun = new Fifo<Notification>();
  private readonly tasks = new Ring();
  private readonly all = new Ring();

  push(notification: Notification): void {
    this.size++;
    const { lane, mailbox } = notification.source;
    if (lane === 'onRun') return this.onRun.push(notification);
    mailbox.push(notification);
    if (lane === 'tasks') this.tasks.add(mailbox);
    this.all.add(lane === 'tasks' ? this.tasks : mailbox);
  }

  /** The next notification that has not been cancelled meanwhile; the `onRun` handlers first (4.1). */
  shift(): Notification | undefined {
    const notification = this.onRun.shift() ?? this.all.shift();
    this.size = notification === undefined ? 0 : this.size - 1; // Those that were cancelled count until then.
    return notification;
  }
}
