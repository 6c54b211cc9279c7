import type { ControlLoop, Explanation } from '../../../lib/index.js';
import type { Claim } from '../claim.js';
import { kindOf } from '../kinds.js';
import type { Stages } from './stages.js';
import type { Ticks } from './ticks.js';

/** A start, or the end of work, that is later than this is never. */
export const STUCK = 60_000;
/** `explain` and `dueTime` are read one after the other; meanwhile the wall may have been found to have drifted. */
const DRIFT = 1_000;

/** What `explain` says agrees with what is the case, and no key is stuck. */
export class Explanations {
  constructor(
    private readonly claim: Claim,
    private readonly stages: Stages,
    private readonly ticks: Ticks,
  ) {}

  inspect(key: number, loop: ControlLoop<number>, why: Explanation): void {
    const { endless } = kindOf(key);
    const running = loop.isRunning(key);
    const state = (): string => `${this.stages.stateOf(key)}, ${this.ticks.stateOf(key)}`;
    this.claim(
      endless || !running || this.stages.age(key) < STUCK,
      running ? `${key} does not end: ${state()}` : '',
    );
    const due = loop.dueTime(key);
    if (why.reason === 'unscheduled') {
      this.claim(due === undefined, `${key} is unscheduled and due at ${due?.getTime()} (7.3)`);
      return;
    }
    if (!('dueTime' in why) || why.dueTime === undefined) return;
    const apart = Math.abs((due?.getTime() ?? NaN) - why.dueTime.getTime());
    this.claim(
      apart < DRIFT || kindOf(key).overlap === 'concat',
      `${key} has two due times, ${apart} ms apart (7.3)`,
    );
    const late = loop.now() - why.dueTime.getTime();
    const stuck = late >= STUCK && !endless;
    this.claim(!stuck, stuck ? `${key} is ${why.reason}, ${late} ms late: ${why.message}; ${state()}` : '');
    if (why.reason === 'running') this.claim(running, `${key} waits for a run that is over (7.3)`);
  }
}
