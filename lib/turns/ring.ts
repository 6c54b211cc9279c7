import { Fifo } from '../stages/fifo.js';
import type { Lane } from '../stages/lane.js';
import type { Notification } from '../stages/notification.js';

/**
 * Lanes that take turns, one notification each (3.2). The lane that was served last stands in line again only
 * as the next one is asked for: behind those that got something meanwhile. A ring is a lane itself.
 */
export class Ring implements Lane {
  link: Lane | undefined = undefined;
  waiting = false;
  private readonly lanes = new Fifo<Lane>();
  private served: Lane | undefined = undefined;

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
    this.settle();
    for (let lane = this.lanes.shift(); lane !== undefined; lane = this.lanes.shift()) {
      const notification = lane.shift();
      if (notification !== undefined) {
        this.served = lane;
        return notification;
      }
      lane.waiting = false;
    }
    return undefined;
  }

  /** The turn of what was taken last is over. */
  settle(): void {
    const lane = this.served;
    if (lane === undefined) return;
    this.served = undefined;
    lane.settle?.();
    if (lane.empty) lane.waiting = false;
    else this.lanes.push(lane);
  }
}
