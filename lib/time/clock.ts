import { asyncScheduler, type SchedulerLike, type Subscription } from 'rxjs';

// The host's own, from when this module was loaded: tests replace all of it, or parts.
const hostDateNow = Date.now;
const hostPerformance = globalThis.performance;
const hostPerformanceNow = hostPerformance?.now;
const hostSetInterval = globalThis.setInterval;

/** How far, in milliseconds, the wall may drift from the line before dates computed from the line follow. */
const DRIFT = 20;
/** Two successive readings of one clock are never so many milliseconds apart; virtual time and the epoch are. */
const ONE_CLOCK = 1_000;
/** A step of a clock below this many milliseconds is too small to matter. */
const FINE = 1;
/**
 * The step of the host's monotonic clock, in milliseconds: at first the largest known of any browser, then the smallest
 * seen. So it may be too large, but never too small.
 */
let hostStep = 100;
/** How far the host's clock last moved. */
let lastMove = NaN;

/**
 * The only clock: the wall, which dates follow, and the line, which relative delays follow, both behind one scheduler
 * (6.1, 6.5); and the one host timer, which is a third clock.
 *
 * The line belongs to the timers. If they are the host's, it is the host's `performance.now()`; if they are fakes, it is
 * what was faked together with them. With a scheduler that has its own clock, the line is that, kept from going back.
 *
 * In browsers that resist fingerprinting, clocks move in steps of 16.67 or 100 ms. Then up to `blur` less may have passed
 * between two readings than they say. No single way of reading is safe: a delay that begins just before a step would end
 * too soon. So the beginning of a delay is read high, by `line()`, and what has passed is read low, by `passed()`. What
 * the clock cannot tell, the host timer can: when it fires, its delay has passed.
 */
export class Clock {
  private readonly read: () => number;
  /** Whether the line is the host's clock, which may move in steps. A fake shows the exact time. */
  readonly isHost: boolean;
  private shift = 0;
  /** The last reading of the line's clock, kept from going back. */
  seen = -Infinity;
  /** The last result of `line()`, which does not go back either. */
  private latest = -Infinity;
  /** What has certainly passed, by the timer or by the clock; −∞ while nothing waits, when it can start anew. */
  private proven = -Infinity;
  private timer: Subscription | undefined;
  /** Where the line is when the timer fires, if it is not late. */
  private armed = -Infinity;
  /** How far the line may be ahead of the clock, while the timer runs. */
  private lead = 0;
  private difference = NaN;

  constructor(private readonly scheduler: SchedulerLike) {
    const now = (): number => scheduler.now();
    const isDefault =
      scheduler.now === asyncScheduler.now && Math.abs(scheduler.now() - Date.now()) <= ONE_CLOCK;
    const clock = isDefault ? lineOfTimers() : undefined;
    this.isHost = clock === hostNow;
    this.read = clock ?? now;
    this.look();
    this.look(); // If the clock is fine-grained it has moved, which shows it.
  }

  /** Whether the line moves in steps, so that the time between two readings is not known. */
  get isCoarse(): boolean {
    return this.blur > 0;
  }

  /** The wall clock, in milliseconds since the epoch. */
  now(): number {
    return this.scheduler.now();
  }

  /** Where a delay that begins now begins, on the monotonic line, in milliseconds from an arbitrary origin. */
  line(): number {
    const seen = this.look();
    if (this.blur === 0) return seen;
    // A timer that was set earlier will prove more than has passed since now.
    this.latest = Math.max(this.latest, this.proven, seen, Math.min(this.armed, seen + this.lead));
    if (this.proven === -Infinity) this.proven = this.latest;
    return this.latest;
  }

  /** How far the line certainly is: what is due by then is not early. */
  passed(): number {
    const seen = this.look();
    return this.blur === 0 ? seen : Math.max(this.proven, seen - this.blur);
  }

  /** Nothing waits, so there is nothing to prove: what begins next must not wait for an earlier proof. */
  rest(): void {
    this.proven = -Infinity;
  }

  /** The wall time of an instant on the line. It ignores a drift of up to 20 ms, or the result would flicker. */
  wallOf(line: number): number {
    const latest = this.line();
    const now = this.now();
    const difference = now - this.seen;
    const { blur } = this;
    if (!(Math.abs(difference - this.difference) <= Math.max(DRIFT, 2 * blur))) this.difference = difference;
    // What is over must not be ahead on the wall either, after rounding (1.7).
    if (line <= latest && line + this.difference >= now + 0.5) this.difference = now - line;
    return line + this.difference;
  }

  /** The date of an instant on the wall or on the line; for later ones, the last possible date. */
  dateOf(time: number, absolute: boolean): Date {
    return new Date(Math.min(absolute ? time : Math.round(this.wallOf(time)), 8.64e15));
  }

  /** Calls `work` after `delay` milliseconds, 0 to 2³¹−2, or a little earlier; replaces what was to be called. */
  arm(delay: number, work: () => void): void {
    this.disarm();
    const { blur } = this;
    const start = this.passed();
    const end = start + delay;
    this.armed = end;
    this.lead = start - this.seen + blur;
    // A host's timer may fire a millisecond early. If the clock cannot tell, it gets one more.
    const spare = blur > 0 && delay > 0 ? 1 : 0;
    this.timer = this.scheduler.schedule(
      () => {
        this.armed = -Infinity;
        if (spare > 0) this.prove(end);
        else this.believe(end);
        work();
      },
      Math.max(Math.ceil(delay), 0) + spare,
    );
  }

  disarm(): void {
    this.timer?.unsubscribe();
    this.timer = undefined;
    this.armed = -Infinity;
  }

  /**
   * The timer for `end` has fired. Up to a millisecond early is rounding. More means that the clock stands still or runs
   * slow, and nothing would ever come due: then the timer is believed.
   */
  private believe(end: number): void {
    const early = end - this.look();
    if (early <= 1) return;
    this.shift += early;
    this.seen = end;
  }

  /** By how much two readings may overstate the time between them: two steps, since some clocks step at any time. */
  private get blur(): number {
    return this.isHost && hostStep >= FINE ? 2 * hostStep : 0;
  }

  private prove(line: number): void {
    this.proven = Math.max(this.proven, line);
    this.latest = Math.max(this.latest, this.proven);
  }

  /** Reads the line's clock when no delay begins; kept from going back. */
  look(): number {
    const time = this.read() + this.shift;
    const passed = time - this.seen;
    if (passed >= 0) {
      if (passed > 0 && hostStep >= FINE && this.isHost) measureStep(passed);
      return (this.seen = time);
    }
    this.shift -= passed;
    return this.seen;
  }
}

/**
 * The host's clock has moved that far. A clock that moves in steps moves by multiples of them, and the difference of two
 * moves is a multiple, too: so the step can be found even by reading too rarely to see a single one.
 */
function measureStep(move: number): void {
  const difference = Math.abs(move - lastMove);
  lastMove = move;
  if (move < hostStep) hostStep = move;
  // Anything smaller is rounding.
  if (difference >= FINE / 2 && difference < hostStep) hostStep = difference;
}

const hostNow = (): number => hostPerformanceNow.call(hostPerformance);

/** The clock that belongs to the timers; `undefined` for that of the scheduler. */
function lineOfTimers(): (() => number) | undefined {
  const { performance } = globalThis;
  if (performance === undefined || hostPerformance === undefined) return undefined;
  if (!timersAreFake()) return hostNow;
  if (performance.now !== hostPerformanceNow || isFake(performance)) return () => performance.now();
  return Date.now === hostDateNow && !isFake(Date) ? hostNow : undefined;
}

function timersAreFake(): boolean {
  const { setInterval, Zone } = globalThis as { setInterval: unknown; Zone?: { current: ZoneLike } };
  // Angular's `fakeAsync` keeps the function, but changes what it does.
  return (
    setInterval !== hostSetInterval || isFake(setInterval) || Zone?.current.get(FAKE_ASYNC) !== undefined
  );
}

interface ZoneLike {
  get(key: string): unknown;
}

const FAKE_ASYNC = 'FakeAsyncTestZoneSpec';

/** Whether it is a fake of sinon's, which Jest and Vitest use: fakes may have been installed before this module. */
const isFake = (made: unknown): boolean => Object.hasOwn(made as object, 'clock');
