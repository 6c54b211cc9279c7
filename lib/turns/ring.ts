import { Fifo } from '../stages/fifo.js';
import type { Lane } from '../stages/lane.js';
import type { Notification } from '../stages/notification.js';

/** Lanes that take turns, one notification each (3.2). A ring is a lane itself. */
export class Ring implements Lane {
  link: Lane | undefined = undefined;
  waiting = false;
  private readonly lanes = new Fifo<Lane>();

  get empty(): boolean {
    return this.lanes.empty;
  }

  /** `lane` has something: it stands in line, if it does not already. */
  add(lane: Lane): void {
    if (lane.waiting) return;
    lane.waiting = true;
    this.lanes.push(lane);
  }

  shift(): Notification | undefined {
    const lane = this.lanes.shift();
    if (lane === undefined) return undefined;
    const notification = lane.shift();
    if (lane.empty) lane.waiting = false;
    else this.lanes.push(lane);
    return notification;
  }
}
