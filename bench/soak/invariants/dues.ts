import type { LoopEvent } from '../../../lib/index.js';
import type { Claim } from '../claim.js';
import { kindOf } from '../kinds.js';

/** No key becomes ready before it is due. */
export class Dues {
  /** Before this a key must not become ready: on the monotonic line, and on the wall. */
  private readonly line: Float64Array;
  private readonly wall: Float64Array;

  constructor(
    size: number,
    private readonly claim: Claim,
  ) {
    this.line = new Float64Array(size);
    this.wall = new Float64Array(size);
  }

  runBegun(): void {
    this.line.fill(0);
    this.wall.fill(0);
  }

  /** Nothing is known of `key` any more. */
  forget(key: number): void {
    this.line[key] = this.wall[key] = 0;
  }

  scheduled(key: number, due: number | Date): void {
    this.line[key] = typeof due === 'number' ? performance.now() + due : 0;
    this.wall[key] = typeof due === 'number' ? 0 : due.getTime();
  }

  /** It may or may not move the key, so that nothing is known but that it is not later. */
  sooner(key: number, due: number, wasUnscheduled: boolean): void {
    const line = performance.now() + due;
    this.line[key] = wasUnscheduled ? line : Math.min(this.line[key]!, line);
    this.wall[key] = 0;
  }

  observe(event: LoopEvent<number>): void {
    if (event.type !== 'ready') return;
    const { key } = event;
    if (kindOf(key).repeatDue === undefined) {
      const early = this.line[key]! - performance.now();
      this.claim(early <= 0, `${key} became ready ${early} ms early (6.4)`);
      const earlyDate = this.wall[key]! - Date.now();
      this.claim(earlyDate <= 0, `${key} became ready ${earlyDate} ms before its date (6.4)`);
    }
    this.forget(key);
  }
}
