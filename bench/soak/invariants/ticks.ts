import type { Explanation, LoopEvent } from '../../../lib/index.js';
import type { Claim } from '../claim.js';
import { kindOf } from '../kinds.js';

/** Every ready tick is told what became of it; but for `concat`, a key has one at most that waits. */
export class Ticks {
  private readonly pending: Int32Array;

  constructor(
    size: number,
    private readonly claim: Claim,
  ) {
    this.pending = new Int32Array(size);
  }

  inspect(key: number, { reason }: Explanation): void {
    const pending = this.pending[key]!;
    const queues = kindOf(key).overlap === 'concat';
    this.claim(pending >= 0 && (queues || pending <= 1), `${key} has ${pending} pending ticks (7.2)`);
    const idle = reason === 'unscheduled' || reason === 'waiting';
    this.claim(queues || !idle || pending === 0, `${key} is ${reason} with ${pending} pending ticks (7.2)`);
  }

  stateOf(key: number): string {
    return `${this.pending[key]} pending`;
  }

  observe(event: LoopEvent<number>): void {
    switch (event.type) {
      case 'run':
        this.pending.fill(0);
        break;
      case 'ready':
        this.pending[event.key]!++;
        break;
      case 'start':
      case 'latched':
      case 'dropped':
      case 'unscheduled':
        this.pending[event.key]!--;
        break;
    }
  }
}
