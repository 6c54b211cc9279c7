import { asyncScheduler, type SchedulerLike, type Subscription } from 'rxjs';

// What the host gave when this module was loaded: tests replace all of it, or some.
const hostDateNow = Date.now;
const hostPerformance = globalThis.performance;
const hostPerformanceNow = hostPerformance?.now;
const hostSetInterval = globalThis.setInterval;

/** How far, in milliseconds, the wall may drift from the line before dates computed from the line follow. */
const DRIFT = 20;
/** Two looks at one clock, one after the other, are not so many milliseconds apart; virtual time and the epoch are. */
const ONE_CLOCK = 1_000;
/** Below so many milliseconds, a step of a clock is too small to matter. */
const FINE = 1;
/**
 * The step, in milliseconds, that the host's monotonic clock makes: at first the largest that a browser is known
 * for, then the smallest seen. So it may be too large, but never too small.
 */
let hostStep = 100;
/** How far the host's clock moved when it moved last. */
let lastMove = NaN;

/**
 * The only clock: the wall (what dates follow) and the line (what relative delays run on), both behind
 * one scheduler (6.1, 6.5); and the one host timer, which is a third clock.
 *
 * The line belongs to the timers: it is the host's `performance.now()` where they are the host's, and what was
 * faked together with them where they are fakes. With a scheduler that has a clock of its own the line is that,
 * kept from going back.
 *
 * Browsers that resist fingerprinting let their clocks move in steps, of 16.67 or 100 ms. Then between two looks
 * up to `blur` less may have passed than they say, and no single reading is never early: a delay that begins just
 * before a step would end too soon. So where a delay begins is read high, by `line()`, and what has passed low, by
 * `passed()`. What the clock cannot tell the host timer can: when it fires, its delay has passed.
 */
export class Clock {
  private readonly read: () => number;
  /** The line is the host's clock, which may move in steps. A fake shows the time as it is. */
  readonly isHost: boolean;
  private shift = 0;
  /** The clock of the line as it was seen last, kept from going back. */
  seen = -Infinity;
  /** What `line()` said last. It does not go back either. */
  private latest = -Infinity;
  /** What has passed for sure, by the timer or by the clock; −∞ while nothing waits, when it can begin anew. */
  private proven = -Infinity;
  private timer: Subscription | undefined;
  /** Where the line is as the timer fires, if it is not late. */
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
    this.look(); // Where the clock is fine it has moved, and is known to be.
  }

  /** The line moves in steps, so that what passes between two looks is not known. */
  get isCoarse(): boolean {
    return this.blur > 0;
  }

  /** The wall clock, in milliseconds since the epoch. */
  now(): number {
    return this.scheduler.now();
  }

  /** Where a delay begins that begins now, on the monotonic line, in milliseconds from anywhere. */
  line(): number {
    const seen = this.look();
    if (this.blur === 0) return seen;
    // A timer that was set before will prove more than has passed for what begins now.
    this.latest = Math.max(this.latest, this.proven, seen, Math.min(this.armed, seen + this.lead));
    if (this.proven === -Infinity) this.proven = this.latest;
    return this.latest;
  }

  /** How far the line is for sure: what is due by then is not early. */
  passed(): number {
    const seen = this.look();
    return this.blur === 0 ? seen : Math.max(this.proven, seen - this.blur);
  }

  /** Nothing waits, so nothing is to be proven: what begins next is not to wait for what was not. */
  rest(): void {
    this.proven = -Infinity;
  }

  /** The wall time of an instant on the line; a drift of up to 20 ms is not followed, or it would flicker. */
  wallOf(line: number): number {
    const latest = this.line();
    const now = this.now();
    const difference = now - this.seen;
    const { blur } = this;
    if (!(Math.abs(difference - this.difference) <= Math.max(DRIFT, 2 * blur))) this.difference = difference;
    // What is over is not to come by the wall either, when it is rounded (1.7).
    if (line <= latest && line + this.difference >= now + 0.5) this.difference = now - line;
    return line + this.difference;
  }

  /** The date of an instant on the wall, or on the line; the last possible date for any later one. */
  dateOf(time: number, absolute: boolean): Date {
    return new Date(Math.min(absolute ? time : Math.round(this.wallOf(time)), 8.64e15));
  }

  /** Calls `work` when `delay` milliseconds have passed, 0 to 2³¹−2, or a little before; in place of what was to be called. */
  arm(delay: number, work: () => void): void {
    this.disarm();
    const { blur } = this;
    const start = this.passed();
    const end = start + delay;
    this.armed = end;
    this.lead = start - this.seen + blur;
    // A host's timer may fire a millisecond early. Where the clock cannot tell, it gets one more.
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
   * The timer for `end` has fired. Up to a millisecond early is its rounding. More means that the clock stands
   * still or runs slow beside it, and nothing would ever come due: the timer is believed.
   */
  private believe(end: number): void {
    const early = end - this.look();
    if (early <= 1) return;
    this.shift += early;
    this.seen = end;
  }

  /** Up to how much less may have passed between two looks than they say: two steps, since some clocks step at any time. */
  private get blur(): number {
    return this.isHost && hostStep >= FINE ? 2 * hostStep : 0;
  }

  private prove(line: number): void {
    this.proven = Math.max(this.proven, line);
    this.latest = Math.max(this.latest, this.proven);
  }

  /** The clock of the line, without a delay that begins: kept from going back. */
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
 * The host's clock has moved so far. A clock that moves in steps moves by a multiple of them, and so is the
 * difference of two moves: it tells the step to somebody who looks too rarely to see a single one.
 */
function measureStep(move: number): void {
  const difference = Math.abs(move - lastMove);
  lastMove = move;
  if (move < hostStep) hostStep = move;
  // Less is how numbers are rounded.
  if (difference >= FINE / 2 && difference < hostStep) hostStep = difference;
}

const hostNow = (): number => hostPerformanceNow.call(hostPerformance);

/** The clock that goes with the timers; `undefined` for that of the scheduler. */
function lineOfTimers(): (() => number) | undefined {
  const { performance } = globalThis;
  if (performance === undefined || hostPerformance === undefined) return undefined;
  if (!timersAreFake()) return hostNow;
  if (performance.now !== hostPerformanceNow || isFake(performance)) return () => performance.now();
  return Date.now === hostDateNow && !isFake(Date) ? hostNow : undefined;
}

function timersAreFake(): boolean {
  const { setInterval, Zone } = globalThis as { setInterval: unknown; Zone?: { current: ZoneLike } };
  // Angular's `fakeAsync` leaves the function alone, and changes what it does.
  return (
    setInterval !== hostSetInterval || isFake(setInterval) || Zone?.current.get(FAKE_ASYNC) !== undefined
  );
}

interface ZoneLike {
  get(key: string): unknown;
}

const FAKE_ASYNC = 'FakeAsyncTestZoneSpec';

/** Whether sinon's fake timers, which Jest's and Vitest's are, made it: they may have been there first. */
const isFake = (made: unknown): boolean => Object.hasOwn(made as object, 'clock');
