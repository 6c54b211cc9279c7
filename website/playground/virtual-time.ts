interface Timer {
  readonly id: number;
  at: number;
  readonly every: number | undefined;
  readonly work: () => void;
}

/** The globals that virtual time replaces. */
export interface Clocks {
  Date: DateConstructor;
  performance: { now(): number };
  setTimeout: unknown;
  clearTimeout: unknown;
  setInterval: unknown;
  clearInterval: unknown;
  AbortSignal?: { timeout(milliseconds: number): AbortSignal };
}

export interface Pace {
  /** Waits until all that is asynchronous without a timer has happened: Promises settle between two instants, as in life. */
  settle(): Promise<void>;
  /** Called when all of an instant has happened. */
  onInstant(): void;
  /** Whether to give up, since it takes too long in real time. */
  isLate(): boolean;
}

/** Longer delays a host takes for 1. */
const LONGEST = 2 ** 31 - 1;

/**
 * A clock and timers that stand still until `runUntil` moves them from one timer to the next. Unlike RxJS's
 * `VirtualTimeScheduler` it replaces the host's, and lets Promises settle in between: code needs no change to run in it.
 */
export class VirtualTime {
  private readonly timers: Timer[] = [];
  private ids = 0;
  private time: number;

  /**
   * @param start - where it begins, in milliseconds since the epoch
   * @param report - gets what a timer throws
   */
  constructor(
    readonly start: number,
    private readonly report: (error: unknown) => void,
  ) {
    this.time = start;
  }

  /** Milliseconds since the start. */
  get elapsed(): number {
    return this.time - this.start;
  }

  install(host: Clocks): void {
    const now = () => this.time;
    host.Date = new Proxy(host.Date, {
      construct: (date, values, target: Function) =>
        Reflect.construct(date, values.length > 0 ? values : [now()], target) as object,
      apply: (date) => new date(now()).toString(),
      get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
    });
    host.performance.now = () => this.elapsed;
    host.setTimeout = (work: unknown, delay?: unknown, ...args: unknown[]) =>
      this.add(work, delay, args, false);
    host.setInterval = (work: unknown, delay?: unknown, ...args: unknown[]) =>
      this.add(work, delay, args, true);
    host.clearTimeout = host.clearInterval = (id: unknown) => this.remove(id);
    if (host.AbortSignal === undefined) return;
    host.AbortSignal.timeout = (milliseconds) => {
      const controller = new AbortController();
      const abort = () => controller.abort(new DOMException('The operation timed out.', 'TimeoutError'));
      this.add(abort, milliseconds, [], false);
      return controller.signal;
    };
  }

  /** Goes on to `end` milliseconds after the start; returns whether nothing is left, `end` was reached, or it took too long. */
  async runUntil(end: number, { settle, onInstant, isLate }: Pace): Promise<'over' | 'end' | 'late'> {
    await settle();
    onInstant();
    for (;;) {
      const [timer] = this.timers;
      if (timer === undefined) return 'over';
      if (timer.at > this.start + end) {
        this.time = this.start + end;
        return 'end';
      }
      if (isLate()) return 'late';
      this.time = timer.at;
      this.timers.shift();
      if (timer.every !== undefined) this.insert({ ...timer, at: this.time + timer.every });
      try {
        timer.work();
      } catch (error) {
        this.report(error);
      }
      await settle();
      if (this.timers[0]?.at !== this.time) onInstant();
    }
  }

  private add(work: unknown, delay: unknown, args: unknown[], repeats: boolean): number {
    if (typeof work !== 'function') throw new TypeError('A timer takes a function');
    const wanted = Number(delay ?? 0);
    const wait = wanted > LONGEST ? 1 : Math.trunc(Math.max(wanted, 0)) || 0;
    const id = ++this.ids;
    this.insert({
      id,
      at: this.time + wait,
      every: repeats ? wait : undefined,
      work: () => void work(...args),
    });
    return id;
  }

  /** After those for the same instant, which were there before. */
  private insert(timer: Timer): void {
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timers[middle]!.at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.timers.splice(low, 0, timer);
  }

  private remove(id: unknown): void {
    const index = this.timers.findIndex((timer) => timer.id === id);
    if (index >= 0) this.timers.splice(index, 1);
  }
}
