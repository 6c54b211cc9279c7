import {
  BehaviorSubject,
  defer,
  EMPTY,
  NEVER,
  Observable,
  of,
  Subject,
  Subscription,
  take,
  tap,
  throwError,
  timer,
  type ObservableInput,
} from 'rxjs';
import {
  AlreadyRunningError,
  smartPoll,
  type ControlLoop,
  type LoopEvent,
  type Overlap,
  type Task,
  type TaskContext,
  type TaskLoop,
} from '../../lib/index.js';

type Work =
  'sync' | 'none' | 'many' | 'later' | 'promise' | 'iterable' | 'throw' | 'fail' | 'reject' | 'never';
type Loop = ControlLoop<number>;

/** What becomes of the keys under one number, of a few hundred. */
interface Kind {
  work: readonly Work[];
  overlap: Overlap;
  repeats: boolean;
  minInterval: number;
  task: Task<number>;
}

const OVERLAPS: readonly Overlap[] = ['latch', 'exhaust', 'concat', 'switch', 'merge'];
const WORKS: readonly (readonly Work[])[] = [
  ['sync'],
  ['sync', 'none', 'many'],
  ['later', 'fail'],
  ['later', 'many', 'throw'],
  ['promise'],
  ['promise', 'reject'],
  ['iterable', 'later'],
  ['later', 'never'],
];
/** A start, or the end of work, that is later than this is never: no work takes longer than 40 ms. */
const STUCK = 60_000;
/** The time between two starts of a key, on the average twice. */
const PACE = 10_000;
/** Work that never ends by itself is cancelled when it is older. */
const GIVE_UP = 500;
const ABSENT = 200;
/**
 * How often a key comes or goes: so often that the Map of the keys has grown for the last time, at 6,384 of
 * 10,000 replaced, before the second minute.
 */
const SWAP = 0.08;
const PAUSE = 100;

/** A seeded random number generator (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A `smartPoll()` of `size` keys to which everything happens that can, and which knows, from the outside,
 * what must hold all the time. Its own books are arrays of fixed size, so that only a leak grows.
 */
export class World {
  starts = 0;
  turns = 0;
  errors = 0;
  runs = 0;

  private readonly kinds: Kind[];
  private readonly commands = new Subject<(loop: Loop) => void>();
  private readonly bounded = new Subject<void>();
  private readonly paused = new BehaviorSubject(false);
  private readonly resting = new BehaviorSubject(false);
  private readonly run$: Observable<unknown>;
  private run = Subscription.EMPTY;

  private alive = false;
  private draining = false;
  private busy = false;
  private turnTold = false;
  /** Work that has not ended, and of that what is still subscribed to. */
  private readonly flying: Int32Array;
  private readonly promised: Int32Array;
  private readonly startedAt: Float64Array;
  /** Before this a key must not become ready: on the monotonic line, and on the wall. */
  private readonly notBefore: Float64Array;
  private readonly notBeforeDate: Float64Array;
  /** Ready ticks less what became of them. */
  private readonly pending: Int32Array;
  private readonly openStages = new Set<number>();
  private readonly absent = new Set<number>();
  private pulled = 0;
  private returned = 0;
  private commanded = 0;
  private sent = 0;
  private received = 0;

  constructor(
    readonly name: string,
    readonly size: number,
    private readonly random: () => number,
    concurrent: number,
  ) {
    this.flying = new Int32Array(size);
    this.promised = new Int32Array(size);
    this.startedAt = new Float64Array(size);
    this.notBefore = new Float64Array(size);
    this.notBeforeDate = new Float64Array(size);
    this.pending = new Int32Array(size);
    this.kinds = Array.from({ length: 240 }, (_, at) => this.kind(at));
    this.run$ = smartPoll({
      entries: Array.from({ length: size }, (_, key) => [key, this.kindOf(key).task] as const),
      hooks: {
        commands: {
          source: this.commands,
          next: (command: (loop: Loop) => void, loop) => this.turn(() => command(loop)),
        },
        bounded: {
          source: this.bounded,
          buffer: { limit: 10, overflow: 'drop-oldest' },
          next: () => this.turn(() => void this.received++),
        },
        pulled: { source: this.elements(), next: () => this.turn(() => {}) },
      },
      onRun: (loop) => this.turn(() => this.begin(loop)),
      concurrent,
      pause: [this.paused, this.resting],
      monitor: { next: (event) => this.observe(event) },
    });
  }

  /** Starts a run, of which `ended` is told the end. */
  start(ended: (error?: unknown) => void): void {
    this.runs++;
    this.alive = true;
    this.draining = false;
    this.sent = this.received = this.commanded = 0;
    this.run = this.run$.subscribe({
      error: (error: unknown) => {
        this.alive = false;
        ended(error);
      },
      complete: () => {
        this.alive = false;
        this.assert(
          this.openStages.size === 0,
          `${this.openStages.size} stages did not stop before the run completed (7.1)`,
        );
        ended();
      },
    });
  }

  /** Ends the run at once. */
  stop(): void {
    this.run.unsubscribe();
    this.alive = false;
    const at = this.flying.findIndex((flying, key) => flying > this.promised[key]!);
    this.assert(at < 0, `the first stage of ${at} outlived the run (4.3)`);
  }

  /** Makes a handler fail, so that the run ends with `error`. */
  fail(error: Error): void {
    this.commands.next(() => {
      throw error;
    });
  }

  /** Cancels what would never end, and lets the run end by itself. */
  drain(): void {
    this.commands.next((loop) => {
      this.cancelEndless(loop);
      this.draining = true;
      loop.drain();
      loop.drain();
      loop.schedule(loop.keys()[0]!, 0);
    });
  }

  /** A second subscription is refused, and harms nothing (4.5). */
  intrude(): void {
    this.run$.subscribe({
      next: () => this.assert(false, 'a second subscription got a value'),
      error: (error) =>
        this.assert(error instanceof AlreadyRunningError, `a second subscription got ${error}`),
    });
  }

  /** Lets `count` random things happen, unless those of before still wait for their turns. */
  stir(count: number): void {
    if (this.alive && this.commanded > 0) return;
    this.commanded = count;
    for (let left = count; left > 0; left--) {
      this.commands.next((loop) => {
        this.commanded--;
        this.command(loop);
      });
    }
    if (this.random() < 0.05) {
      for (let left = 50; left > 0; left--) {
        if (this.alive && !this.draining) this.sent++;
        this.bounded.next();
      }
    }
  }

  pause(): void {
    this.paused.next(true);
    setTimeout(() => this.paused.next(false), PAUSE);
  }

  /** Nothing starts any more; resolves once nothing runs. */
  async rest(): Promise<void> {
    this.resting.next(true);
    this.commands.next((loop) => this.cancelEndless(loop));
    for (let left = STUCK / 10; this.openStages.size > 0 || this.commanded > 0; left--) {
      this.assert(left > 0, 'it does not come to rest');
      await sleep(10);
    }
  }

  resume(): void {
    this.resting.next(false);
  }

  /** Looks at every key, in a turn. */
  audit(): void {
    this.commands.next((loop) => {
      const now = performance.now();
      for (const key of loop.keys()) this.inspect(key, loop, now);
    });
    const queued = this.sent - this.received;
    this.assert(queued >= 0 && queued <= 11, `${queued} events are in a mailbox of 10 (5.9)`);
  }

  /** Whether all that was started has ended. */
  get settled(): boolean {
    return this.flying.every((flying) => flying === 0) && !this.busy && this.pulled === this.returned;
  }

  private cancelEndless(loop: Loop): void {
    for (const key of loop.keys()) if (this.kindOf(key).work.includes('never')) loop.cancel(key);
  }

  private inspect(key: number, loop: Loop, now: number): void {
    const why = loop.explain(key);
    const running = loop.isRunning(key);
    const kind = this.kindOf(key);
    const endless = kind.work.includes('never');
    if (running && now - this.startedAt[key]! > GIVE_UP && endless) loop.cancel(key);
    this.assert(
      endless || !running || now - this.startedAt[key]! < STUCK,
      `${key} does not end: ${this.state(key)}`,
    );
    const due = loop.dueTime(key);
    if (why.reason === 'unscheduled') {
      this.assert(due === undefined, `${key} is unscheduled and due at ${due?.getTime()} (7.3)`);
    } else if ('dueTime' in why) {
      // Read one after the other, between which the wall may have been found to have drifted.
      const apart = Math.abs((due?.getTime() ?? NaN) - why.dueTime.getTime());
      this.assert(
        apart < 1_000 || kind.overlap === 'concat',
        `${key} has two due times, ${apart} ms apart (7.3)`,
      );
      const late = loop.now() - why.dueTime.getTime();
      this.assert(
        late < STUCK || endless,
        `${key} is ${why.reason} and ${late} ms late: ${why.message}; ${this.state(key)}`,
      );
      if (why.reason === 'running') this.assert(running, `${key} waits for a run that is over (7.3)`);
    }
    const pending = this.pending[key]!;
    const most = kind.overlap === 'concat' ? Infinity : 1;
    this.assert(pending >= 0 && pending <= most, `${key} has ${pending} pending ticks (7.2)`);
    if ((why.reason === 'unscheduled' || why.reason === 'waiting') && kind.overlap !== 'concat') {
      this.assert(pending === 0, `${key} is ${why.reason} with ${pending} pending ticks (7.2)`);
    }
  }

  private state(key: number): string {
    const since = Math.round(performance.now() - this.startedAt[key]!);
    const { overlap, work } = this.kindOf(key);
    return `${overlap}, ${work.join('/')}, started ${since} ms ago, ${this.flying[key]} in flight, ${this.pending[key]} pending`;
  }

  private command(loop: Loop): void {
    const key = this.below(this.size);
    const dice = this.random();
    if (dice < SWAP) return this.comeOrGo(loop);
    if (!loop.has(key)) return;
    if (dice < 0.4) this.schedule(loop, key, this.below(PACE));
    else if (dice < 0.5) this.schedule(loop, key, new Date(loop.now() + this.below(2_000) - 50));
    else if (dice < 0.55) this.schedule(loop, key, 0);
    else if (dice < 0.7) this.sooner(loop, key, this.below(1_000));
    else if (dice < 0.75) {
      loop.unschedule(key);
      this.assert(loop.dueTime(key) === undefined, `${key} is due though unscheduled (1.4)`);
    } else if (dice < 0.8) {
      const ready = loop.stopTimer(key);
      this.assert(
        ready === (loop.dueTime(key) !== undefined),
        `${key} has a timer though it was stopped (1.6)`,
      );
    } else if (dice < 0.85) {
      const running = loop.isRunning(key);
      this.assert(loop.cancel(key) === running, `cancel(${key}) did not say whether it ran (5.1)`);
    } else loop.explain(key);
  }

  private comeOrGo(loop: Loop): void {
    if (this.absent.size > ABSENT) {
      const key = this.absent.values().next().value as number;
      this.absent.delete(key);
      this.notBefore[key] = this.notBeforeDate[key] = 0;
      loop.add(key, this.kindOf(key).task);
      this.assert(this.draining || loop.has(key), `${key} was added and is not there (5.6)`);
    } else {
      const key = this.below(this.size);
      if (!loop.has(key)) return;
      loop.remove(key);
      this.absent.add(key);
      this.assert(!loop.has(key), `${key} was removed and is there (5.6)`);
    }
  }

  private schedule(loop: Loop, key: number, due: number | Date): void {
    this.notBefore[key] = typeof due === 'number' ? performance.now() + due : 0;
    this.notBeforeDate[key] = typeof due === 'number' ? 0 : due.getTime();
    loop.schedule(key, due);
  }

  /** It may or may not move the key, so that nothing is known but that it is not later. */
  private sooner(loop: Loop, key: number, due: number): void {
    const least = loop.now() + due;
    const before = loop.dueTime(key);
    this.notBefore[key] = Math.min(this.notBefore[key]!, performance.now() + due);
    this.notBeforeDate[key] = 0;
    if (before === undefined) this.notBefore[key] = performance.now() + due;
    loop.scheduleSooner(key, due);
    if (this.draining) return;
    const after = loop.dueTime(key)?.getTime() ?? Infinity;
    const slack = 50 + this.kindOf(key).minInterval;
    this.assert(after <= least + slack, `${key} is due ${after - least} ms after a sooner due (1.5)`);
  }

  private begin(loop: Loop): void {
    const at = this.flying.findIndex((flying) => flying > 0);
    this.assert(at < 0, `a run began before the leftover of ${at} had settled (4.4)`);
    this.notBefore.fill(0);
    this.notBeforeDate.fill(0);
    this.startedAt.fill(-Infinity);
    this.absent.clear();
    this.assert(loop.keys().length === this.size, 'keys are missing as a run starts (5.6)');
    for (let key = 0; key < this.size; key++) this.schedule(loop, key, this.below(PACE));
  }

  /** A turn, now and then an asynchronous one, of a handler that does `body`. */
  private turn(body: () => void): Observable<number> | Promise<number> | undefined {
    this.turns++;
    this.assert(this.alive, 'a handler was called after the end of the run (4.3)');
    this.assert(!this.busy, 'two turns overlap (3.1)');
    this.busy = true;
    const over = () => {
      this.busy = false;
    };
    try {
      body();
    } finally {
      over();
    }
    const dice = this.random();
    if (dice < 0.001) {
      this.busy = true;
      return timer(1).pipe(tap({ complete: over, error: over, unsubscribe: over }));
    }
    if (dice < 0.002) {
      this.busy = true;
      return sleep(1).then(() => (over(), 1));
    }
    if (dice < 0.01) return of(1, 2);
    return undefined;
  }

  private kindOf(key: number): Kind {
    return this.kinds[key % this.kinds.length]!;
  }

  private kind(at: number): Kind {
    const overlap = OVERLAPS[at % OVERLAPS.length]!;
    const work = WORKS[at % WORKS.length]!;
    // Work without an end would pile up where a tick does not wait for it or end it.
    const kind = {
      overlap,
      work: overlap === 'merge' || overlap === 'concat' ? work.filter((each) => each !== 'never') : work,
      repeats: at % 7 === 0,
      minInterval: at % 11 === 0 ? 300 : 0,
    };
    const again = (loop: TaskLoop<number>) => {
      if (!kind.repeats && loop.has(loop.key)) this.schedule(loop, loop.key, this.below(PACE));
    };
    return {
      ...kind,
      task: {
        overlap,
        priority: at % 3,
        minInterval: kind.minInterval,
        ...(kind.repeats && { repeatDue: 500 + this.below(PACE) }),
        project: (context) => this.project(context, kind),
        next: (_, loop) =>
          this.turn(() => {
            this.assert(
              loop.isRunning(loop.key) || !loop.has(loop.key),
              `${loop.key} does not run in its own turn (1.8)`,
            );
            again(loop);
          }),
        error: (_, loop) =>
          this.turn(() => {
            this.errors++;
            this.assert(loop.failures > 0, `${loop.key} failed and has no failures (4.9)`);
            again(loop);
          }),
        complete: (loop) => this.turn(() => again(loop)),
      },
    };
  }

  private project(
    { key, signal }: TaskContext<number>,
    { overlap, work, minInterval }: Omit<Kind, 'task'>,
  ): ObservableInput<number> {
    const now = performance.now();
    this.starts++;
    this.assert(this.alive, `${key} started after the end of the run (4.3)`);
    this.assert(!this.busy, `${key} started in a turn (2.1)`);
    this.assert(!this.paused.value && !this.resting.value, `${key} started while paused (5.8)`);
    if (overlap !== 'merge') {
      const most = overlap === 'switch' ? this.promised[key]! : 0;
      this.assert(this.flying[key]! <= most, `${key} started while it ran (2.2)`);
    }
    const since = now - this.startedAt[key]!;
    this.assert(
      since > minInterval - 20 || this.absent.has(key),
      `${key} started ${since} ms after its last start (5.11)`,
    );
    this.startedAt[key] = now;

    const begun = () => {
      this.flying[key]!++;
    };
    const over = () => {
      this.flying[key]!--;
    };
    const watched = (source: Observable<number>) =>
      defer(() => {
        begun();
        return source.pipe(tap({ complete: over, error: over, unsubscribe: over }));
      });
    const promised = (promise: Promise<number>) => {
      begun();
      this.promised[key]!++;
      return promise.finally(() => {
        over();
        this.promised[key]!--;
      });
    };
    switch (work[this.below(work.length)]!) {
      case 'sync':
        return watched(of(1));
      case 'none':
        return watched(EMPTY);
      case 'many':
        return watched(timer(this.below(5), 2).pipe(take(3)));
      case 'later':
        return watched(timer(this.below(30)));
      case 'promise':
        return promised(sleep(this.below(30)).then(() => 1));
      case 'reject':
        return promised(
          sleep(this.below(30)).then(() => {
            signal.throwIfAborted();
            throw new Error('rejected');
          }),
        );
      case 'iterable':
        return of(1, 2);
      case 'throw':
        throw new Error('thrown');
      case 'fail':
        return watched(throwError(() => new Error('failed')));
      case 'never':
        return watched(NEVER);
    }
  }

  /** An endless source that is pulled; every iterator that was pulled from has to be returned. */
  private elements(): AsyncIterable<number> {
    return {
      [Symbol.asyncIterator]: () => {
        this.pulled++;
        let open = true;
        return {
          next: async () => {
            await sleep(5);
            return { done: false, value: 1 };
          },
          return: async () => {
            if (open) this.returned++;
            open = false;
            return { done: true, value: undefined };
          },
        };
      },
    };
  }

  private observe(event: LoopEvent<number>): void {
    switch (event.type) {
      case 'run':
        this.pending.fill(0);
        this.openStages.clear();
        this.turnTold = false;
        break;
      case 'ready': {
        const { key } = event;
        this.pending[key]!++;
        if (!this.kindOf(key).repeats) {
          const early = this.notBefore[key]! - performance.now();
          this.assert(early <= 0, `${key} became ready ${early} ms early (6.4)`);
          const earlyDate = this.notBeforeDate[key]! - Date.now();
          this.assert(earlyDate <= 0, `${key} became ready ${earlyDate} ms before its date (6.4)`);
        }
        this.notBefore[key] = this.notBeforeDate[key] = 0;
        break;
      }
      case 'start':
        this.pending[event.key]!--;
        this.openStages.add(event.stage);
        break;
      case 'stop':
        this.openStages.delete(event.stage);
        break;
      case 'latched':
      case 'dropped':
      case 'unscheduled':
        this.pending[event.key]!--;
        break;
      case 'turn-start':
        this.assert(!this.turnTold, 'the monitor was told of two turns at once (3.1)');
        this.turnTold = true;
        break;
      case 'turn-end':
        this.assert(this.turnTold, 'the monitor was told of the end of no turn (7.1)');
        this.turnTold = false;
        break;
      case 'overflow':
        this.received++;
        break;
    }
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** A monitor or a handler that throws would only end the run, or not even that. */
  private assert(holds: boolean, otherwise: string): void {
    if (holds) return;
    console.error(`soak: ${this.name}: ${otherwise}`);
    process.exit(1);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
