/** Which of the host's functions are replaced, and how its timers misbehave. */
export interface WorldOptions {
  /** `performance.now` is replaced. */
  performance?: boolean;
  /** `Date.now` stands still, whatever passes. */
  dateFrozen?: boolean;
  /** Timers fire this much too early, in milliseconds, as Node's may. */
  early?: number;
  /** Timers fire at multiples of this only, in milliseconds, as those of a tab in the background do. */
  throttle?: number;
  /** Timers fire this much late, in milliseconds, as all do a little. */
  late?: number;
  /** Both clocks show multiples of this only, in milliseconds, each from a beginning of its own. */
  step?: number;
  /** The steps come at any instant between two multiples, as browsers that resist fingerprinting make them. */
  jitter?: boolean;
  /** The wall clock gains so much in a millisecond, in milliseconds, or loses it. */
  slew?: number;
  /** Looking at the monotonic clock takes so long, in milliseconds: two looks see two instants. */
  look?: number;
}

interface HostTimer {
  deadline: number;
  readonly delay: number;
  readonly callback: () => void;
}

/** What a host's timer takes; more, and it fires at once. */
const MAX_DELAY = 2 ** 31 - 1;

/**
 * A host with two clocks that know nothing of each other: a monotonic one, which timers follow too, and a wall
 * clock, which can step. It takes the place of `Date.now`, `performance.now` and `setInterval` (with which
 * RxJS sets all its timers) until it is restored.
 */
export class FakeWorld {
  /** The monotonic clock, in milliseconds: not a whole number, as it is not in the world. */
  monotonic = 4_321.0625;
  /** The wall clock, in milliseconds since the epoch. */
  wall = Date.UTC(2026, 2, 1, 12);
  /** How many times a timer has fired. */
  wakes = 0;
  /** The delays for which a timer was set. */
  readonly delays: number[] = [];

  private readonly timers = new Map<object, HostTimer>();
  private readonly restored: (() => void)[] = [];

  constructor(private readonly options: WorldOptions = {}) {
    const { performance = true } = options;
    this.replace(Date, 'now', () => Math.floor(this.shown(this.wall)));
    if (performance) this.replace(globalThis.performance, 'now', () => this.look());
    this.replace(globalThis, 'setInterval', (callback: () => void, delay = 0) => this.set(callback, delay));
    this.replace(globalThis, 'clearInterval', (id: object) => void this.timers.delete(id));
  }

  restore(): void {
    for (const restore of this.restored.splice(0)) restore();
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.timers.size;
  }

  /** Time passes, and timers fire as they come due. */
  pass(duration: number): void {
    const end = this.monotonic + duration;
    for (let id = this.first(end); id !== undefined; id = this.first(end)) {
      const timer = this.timers.get(id) as HostTimer;
      this.move(Math.max(this.firingTime(timer) - this.monotonic, 0));
      timer.deadline = this.monotonic + timer.delay;
      this.wakes++;
      timer.callback();
    }
    this.move(end - this.monotonic);
  }

  /** Time passes in which the event loop is blocked: timers that come due fire late. */
  block(duration: number): void {
    this.move(duration);
  }

  /** Somebody sets the wall clock. */
  stepWall(by: number): void {
    this.wall += by;
  }

  /** The machine sleeps: timers and monotonic clock stand still; or the clock goes on, as on some systems. */
  sleep(duration: number, clockGoesOn = false): void {
    if (clockGoesOn) this.move(duration);
    else this.stepWall(duration);
  }

  private move(duration: number): void {
    this.monotonic += duration;
    if (this.options.dateFrozen !== true) this.wall += duration * (1 + (this.options.slew ?? 0));
  }

  private look(): number {
    this.move(this.options.look ?? 0);
    return this.shown(this.monotonic);
  }

  private shown(time: number): number {
    const { step, jitter = false } = this.options;
    if (step === undefined) return time;
    const steps = Math.floor(time / step);
    // Some instant between the two, always the same, and no pattern to be seen.
    const middle = jitter ? Math.abs(Math.sin(steps) * 1e4) % 1 : 1;
    return (time / step - steps < middle ? steps : steps + 1) * step;
  }

  private set(callback: () => void, wished: number): object {
    const delay = wished > MAX_DELAY ? 1 : Math.max(Math.trunc(wished), 1);
    const id = {};
    this.delays.push(wished);
    this.timers.set(id, { deadline: this.monotonic + delay, delay, callback });
    return id;
  }

  private first(end: number): object | undefined {
    let first: object | undefined;
    let earliest = Infinity;
    for (const [id, timer] of this.timers) {
      const time = this.firingTime(timer);
      if (time <= end && time < earliest) [first, earliest] = [id, time];
    }
    return first;
  }

  private firingTime({ deadline, delay }: HostTimer): number {
    const { early = 0, late = 0, throttle } = this.options;
    if (throttle !== undefined) return Math.ceil(deadline / throttle) * throttle;
    return (delay > early ? deadline - early : deadline) + late;
  }

  private replace(owner: object, name: string, value: unknown): void {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    this.restored.push(() => {
      if (own === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, own);
    });
  }
}
