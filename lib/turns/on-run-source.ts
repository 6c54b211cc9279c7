import type { OnRun } from '../config/smart-poll-config.js';
import { Mailbox } from '../stages/mailbox.js';
import { Notification, type Handlers, type NotificationSource } from '../stages/notification.js';

/** An `onRun` handler as the source of one turn (4.1). */
export class OnRunSource implements NotificationSource {
  readonly lane = 'onRun';
  readonly mailbox = new Mailbox();
  readonly cancelled = false;
  readonly origin = {};
  readonly handlers: Handlers;
  readonly notification = new Notification(this, 'onRun', undefined);

  constructor(
    onRun: OnRun<any>,
    readonly turnEnds: () => void,
  ) {
    this.handlers = { onRun };
  }

  turnStarts(): void {
    // There is nothing to count.
  }
}
