import type { LoopEvent } from '../../../lib/index.js';
import type { Claim } from '../claim.js';
import { kindOf } from '../kinds.js';
import type { Watch } from '../work.js';
import type { Turns } from './turns.js';

/** Timers may be so many milliseconds early by the clock of the soak. */
const SLACK = 20;

/** When a first stage may start, and that it ends with its run. */
export class Stages {
  starts = 0;
  /** Work that has not ended, and of that the Promises, which nothing ends. */
  private readonly flying: Int32Array;
  private readonly promised: Int32Array;
  private readonly startedAt: Float64Array;
  /** What the monitor knows to have started and not stopped. */
  private readonly open = new Set<number>();

  constructor(
    size: number,
    private readonly claim: Claim,
    private readonly turns: Turns,
  ) {
    this.flying = new Int32Array(size);
    this.promised = new Int32Array(size);
    this.startedAt = new Float64Array(size);
  }

  runBegun(): void {
    const at = this.flying.findIndex((flying) => flying > 0);
    this.claim(at < 0, `a run began before the leftover of ${at} had settled (4.4)`);
    this.startedAt.fill(-Infinity);
  }

  runCompleted(): void {
    this.claim(this.atRest, `${this.open.size} stages did not stop before the run completed (7.1)`);
  }

  runUnsubscribed(): void {
    const at = this.flying.findIndex((flying, key) => flying > this.promised[key]!);
    this.claim(at < 0, `the first stage of ${at} outlived the run (4.3)`);
  }

  /** A first stage of `key` starts; `absent`: that has been removed. */
  started(key: number, paused: boolean, absent: boolean): void {
    const { overlap, minInterval } = kindOf(key);
    this.starts++;
    this.claim(this.turns.alive, `${key} started after the end of the run (4.3)`);
    this.claim(!this.turns.open, `${key} started in a turn (2.1)`);
    this.claim(!paused, `${key} started while paused (5.8)`);
    if (overlap !== 'merge') {
      const most = overlap === 'switch' ? this.promised[key]! : 0;
      this.claim(this.flying[key]! <= most, `${key} started while it ran (2.2)`);
    }
    const since = this.age(key);
    this.claim(
      absent || since > minInterval - SLACK,
      `${key} started ${since} ms after its last start (5.11)`,
    );
    this.startedAt[key] = performance.now();
  }

  watch(key: number): Watch {
    const { flying, promised } = this;
    return {
      begun: () => flying[key]!++,
      over: () => flying[key]!--,
      promiseBegun: () => (flying[key]!++, promised[key]!++),
      promiseOver: () => (flying[key]!--, promised[key]!--),
    };
  }

  /** The milliseconds since `key` started last. */
  age(key: number): number {
    return performance.now() - this.startedAt[key]!;
  }

  /** The monitor knows of nothing that runs. */
  get atRest(): boolean {
    return this.open.size === 0;
  }

  /** All that was started has ended. */
  get settled(): boolean {
    return this.flying.every((flying) => flying === 0);
  }

  stateOf(key: number): string {
    const { overlap, work } = kindOf(key);
    return `${overlap}, ${work.join('/')}, started ${Math.round(this.age(key))} ms ago, ${this.flying[key]} in flight`;
  }

  observe(event: LoopEvent<number>): void {
    if (event.type === 'run') this.open.clear();
    else if (event.type === 'start') this.open.add(event.stage);
    else if (event.type === 'stop') this.open.delete(event.stage);
  }
}
