import type { Linked } from './fifo.js';
import type { Notification } from './notification.js';

/** Something notifications are taken from, one a turn: a mailbox, or a ring of them. */
export interface Lane extends Linked<Lane> {
  readonly empty: boolean;
  /** Whether it stands in its ring, or is being served. */
  waiting: boolean;
  shift(): Notification | undefined;
  /** The turn of what was taken last is over. */
  settle?(): void;
}
