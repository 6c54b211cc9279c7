import type { ControlLoop } from '../../lib/index.js';
import type { Invariants } from './invariants/invariants.js';
import { kindOf } from './kinds.js';
import type { Random } from './random.js';

type Loop = ControlLoop<number>;

/** The time between two starts of a key, on the average twice. */
const PACE = 10_000;
/** Work that never ends by itself is cancelled when it is older. */
const GIVE_UP = 500;
/** So many keys are absent at a time. */
const ABSENT = 200;
/**
 * How often a key comes or goes: so often that the Map of the keys has grown for the last time, at 6,384 of
 * 10,000 replaced, before the second minute.
 */
const SWAP = 0.08;

/** What happens to the keys of a run, at random: all that a handler can do. Each thing is done in a turn. */
export class Script {
  private readonly absent = new Set<number>();
  private drains = false;

  constructor(
    private readonly size: number,
    private readonly random: Random,
    private readonly invariants: Invariants,
    /** Adds a key with its task. */
    private readonly add: (loop: Loop, key: number) => void,
  ) {}

  /** A run has been subscribed to. */
  runStarts(): void {
    this.absent.clear();
    this.drains = false;
  }

  /** The first turn of a run: all keys are there, and are due some time. */
  begin(loop: Loop): void {
    this.invariants.runBegun(loop);
    for (let key = 0; key < this.size; key++) this.again(loop, key);
  }

  get isDraining(): boolean {
    return this.drains;
  }

  isAbsent(key: number): boolean {
    return this.absent.has(key);
  }

  /** Schedules a key that does not repeat by itself. */
  again(loop: Loop, key: number): void {
    this.schedule(loop, key, this.random.below(PACE));
  }

  /** One thing happens to one key. */
  command(loop: Loop): void {
    const { random } = this;
    const { calls } = this.invariants;
    const key = random.below(this.size);
    const dice = random.next();
    if (dice < SWAP) return this.comeOrGo(loop);
    if (!loop.has(key)) return;
    if (dice < 0.4) this.again(loop, key);
    else if (dice < 0.5) this.schedule(loop, key, new Date(loop.now() + random.below(2_000) - 50));
    else if (dice < 0.55) this.schedule(loop, key, 0);
    else if (dice < 0.7) this.sooner(loop, key, random.below(1_000));
    else if (dice < 0.75) {
      loop.unschedule(key);
      calls.unscheduled(loop, key);
    } else if (dice < 0.8) calls.timerStopped(loop, key, loop.stopTimer(key));
    else if (dice < 0.85) {
      const ran = loop.isRunning(key);
      calls.cancelled(key, ran, loop.cancel(key));
    } else loop.explain(key);
  }

  drain(loop: Loop): void {
    this.cancelEndless(loop);
    this.drains = true;
    loop.drain();
    loop.drain();
    loop.schedule(loop.keys()[0]!, 0);
  }

  /** Cancels what would never end, if it has run for long enough. */
  cancelEndless(loop: Loop, olderThan = 0): void {
    for (const key of loop.keys()) {
      const { endless } = kindOf(key);
      if (endless && loop.isRunning(key) && this.invariants.stages.age(key) >= olderThan) loop.cancel(key);
    }
  }

  /** Looks at all keys. */
  audit(loop: Loop): void {
    this.cancelEndless(loop, GIVE_UP);
    this.invariants.inspect(loop);
  }

  private comeOrGo(loop: Loop): void {
    const { calls, dues } = this.invariants;
    if (this.absent.size > ABSENT) {
      const key = this.absent.values().next().value!;
      this.absent.delete(key);
      dues.forget(key);
      this.add(loop, key);
      if (!this.drains) calls.added(loop, key);
    } else {
      const key = this.random.below(this.size);
      if (!loop.has(key)) return;
      loop.remove(key);
      this.absent.add(key);
      calls.removed(loop, key);
    }
  }

  private schedule(loop: Loop, key: number, due: number | Date): void {
    this.invariants.dues.scheduled(key, due);
    loop.schedule(key, due);
  }

  private sooner(loop: Loop, key: number, due: number): void {
    const { calls, dues } = this.invariants;
    const latest = loop.now() + due;
    dues.sooner(key, due, loop.dueTime(key) === undefined);
    loop.scheduleSooner(key, due);
    if (!this.drains) calls.sooner(loop, key, latest);
  }
}
