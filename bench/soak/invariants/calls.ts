import { AlreadyRunningError, type ControlLoop, type TaskLoop } from '../../../lib/index.js';
import type { Claim } from '../claim.js';
import { kindOf } from '../kinds.js';

type Loop = ControlLoop<number>;

/** So many milliseconds may pass between two looks at the clock. */
const SLACK = 50;

/** What a call says, and what is the case right after it. */
export class Calls {
  constructor(private readonly claim: Claim) {}

  runBegun(loop: Loop, size: number): void {
    this.claim(loop.keys().length === size, 'keys are missing as a run starts (5.6)');
  }

  refused(error: unknown): void {
    this.claim(error instanceof AlreadyRunningError, `a second subscription got ${error} (4.5)`);
  }

  unscheduled(loop: Loop, key: number): void {
    this.claim(loop.dueTime(key) === undefined, `${key} is due though unscheduled (1.4)`);
  }

  timerStopped(loop: Loop, key: number, ready: boolean): void {
    const due = loop.dueTime(key) !== undefined;
    this.claim(ready === due, `${key} has a timer though it was stopped (1.6)`);
  }

  cancelled(key: number, ran: boolean, said: boolean): void {
    this.claim(said === ran, `cancel(${key}) did not say whether it ran (5.1)`);
  }

  added(loop: Loop, key: number): void {
    this.claim(loop.has(key), `${key} was added and is not there (5.6)`);
  }

  removed(loop: Loop, key: number): void {
    this.claim(!loop.has(key), `${key} was removed and is there (5.6)`);
  }

  /** `latest` is the time at which `key` has to be due now. */
  sooner(loop: Loop, key: number, latest: number): void {
    const due = loop.dueTime(key)?.getTime() ?? Infinity;
    const slack = SLACK + kindOf(key).minInterval;
    this.claim(due <= latest + slack, `${key} is due ${due - latest} ms after a sooner due (1.5)`);
  }

  valueHandled(loop: TaskLoop<number>): void {
    const runs = loop.isRunning(loop.key) || !loop.has(loop.key);
    this.claim(runs, `${loop.key} does not run in its own turn (1.8)`);
  }

  errorHandled(loop: TaskLoop<number>): void {
    this.claim(loop.failures > 0, `${loop.key} failed and has no failures (4.9)`);
  }
}
