import { BehaviorSubject, of, Subject, Subscription, tap, timer, type Observable } from 'rxjs';
import { smartPoll, type ControlLoop, type Task, type TaskContext, type TaskLoop } from '../../lib/index.js';
import { sleep } from '../measure.js';
import { claimOf, type Claim } from './claim.js';
import { Elements } from './elements.js';
import { STUCK } from './invariants/explanations.js';
import { Invariants } from './invariants/invariants.js';
import { LIMIT } from './invariants/mailbox.js';
import { kindOf, kinds, type Kind } from './kinds.js';
import type { Random } from './random.js';
import { Script } from './script.js';
import { doWork } from './work.js';

type Loop = ControlLoop<number>;

const PAUSE = 100;
/** So many events at once are more than the bounded hook keeps. */
const BURST = 5 * LIMIT;

/** A `smartPoll()` of `size` keys that uses everything, to which `Script` happens and of which `Invariants` hold. */
export class World {
  errors = 0;
  runs = 0;

  private readonly claim: Claim;
  private readonly invariants: Invariants;
  private readonly script: Script;
  private readonly commands = new Subject<(loop: Loop) => void>();
  private readonly bounded = new Subject<void>();
  private readonly elements = new Elements();
  private readonly paused = new BehaviorSubject(false);
  private readonly resting = new BehaviorSubject(false);
  private readonly run$: Observable<unknown>;
  private run = Subscription.EMPTY;
  /** Things that wait for their turns to happen. */
  private commanded = 0;

  constructor(
    name: string,
    size: number,
    private readonly random: Random,
    concurrent: number,
  ) {
    this.claim = claimOf(name);
    this.invariants = new Invariants(this.claim, size);
    const tasks = new Map(kinds.map((kind) => [kind, this.task(kind)]));
    const taskOf = (key: number): Task<number> => tasks.get(kindOf(key))!;
    this.script = new Script(size, random, this.invariants, (loop, key) => loop.add(key, taskOf(key)));
    this.run$ = smartPoll({
      entries: Array.from({ length: size }, (_, key) => [key, taskOf(key)] as const),
      hooks: {
        commands: {
          source: this.commands,
          next: (command: (loop: Loop) => void, loop) => this.turn(() => command(loop)),
        },
        bounded: {
          source: this.bounded,
          buffer: { limit: LIMIT, overflow: 'drop-oldest' },
          next: () => this.turn(() => this.invariants.mailbox.receive()),
        },
        pulled: { source: this.elements, next: () => this.turn(() => {}) },
      },
      onRun: (loop) => this.turn(() => this.script.begin(loop)),
      concurrent,
      pause: [this.paused, this.resting],
      monitor: { next: (event) => this.invariants.observe(event) },
    });
  }

  get starts(): number {
    return this.invariants.stages.starts;
  }

  get turns(): number {
    return this.invariants.turns.count;
  }

  /** Starts a run, of which `ended` is told the end. */
  start(ended: (error?: unknown) => void): void {
    const { turns, stages } = this.invariants;
    this.runs++;
    this.script.runStarts();
    this.commanded = 0;
    this.invariants.runStarts();
    this.run = this.run$.subscribe({
      error: (error: unknown) => {
        turns.alive = false;
        ended(error);
      },
      complete: () => {
        turns.alive = false;
        stages.runCompleted();
        ended();
      },
    });
  }

  /** Ends the run at once. */
  stop(): void {
    this.run.unsubscribe();
    this.invariants.turns.alive = false;
    this.invariants.stages.runUnsubscribed();
  }

  /** Makes a handler fail, so that the run ends with `error`. */
  fail(error: Error): void {
    this.commands.next(() => {
      throw error;
    });
  }

  /** Lets the run end by itself. */
  drain(): void {
    this.commands.next((loop) => this.script.drain(loop));
  }

  /** A second subscription is refused, and harms nothing. */
  intrude(): void {
    this.run$.subscribe({
      next: () => this.claim(false, 'a second subscription got a value (4.5)'),
      error: (error) => this.invariants.calls.refused(error),
    });
  }

  /** Lets `count` random things happen, unless those of before still wait for their turns. */
  stir(count: number): void {
    const { alive } = this.invariants.turns;
    if (alive && this.commanded > 0) return;
    this.commanded = count;
    for (let left = count; left > 0; left--) {
      this.commands.next((loop) => {
        this.commanded--;
        this.script.command(loop);
      });
    }
    if (this.random.next() < 0.05) {
      for (let left = BURST; left > 0; left--) {
        if (this.invariants.turns.alive && !this.script.isDraining) this.invariants.mailbox.send();
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
    this.commands.next((loop) => this.script.cancelEndless(loop));
    for (let left = STUCK / 10; !this.invariants.stages.atRest || this.commanded > 0; left--) {
      this.claim(left > 0, 'it does not come to rest');
      await sleep(10);
    }
  }

  resume(): void {
    this.resting.next(false);
  }

  /** Looks at all that can be seen from outside. */
  audit(): void {
    this.commands.next((loop) => this.script.audit(loop));
    this.invariants.mailbox.inspect();
  }

  /** Whether all that was started has ended. */
  get settled(): boolean {
    return this.invariants.settled && this.elements.settled;
  }

  private task(kind: Kind): Task<number> {
    const { calls } = this.invariants;
    const { overlap, priority, minInterval, repeatDue } = kind;
    const again = (loop: TaskLoop<number>) => {
      if (repeatDue === undefined && loop.has(loop.key)) this.script.again(loop, loop.key);
    };
    return {
      overlap,
      priority,
      minInterval,
      ...(repeatDue !== undefined && { repeatDue }),
      project: (context) => this.project(context, kind),
      next: (_, loop) =>
        this.turn(() => {
          calls.valueHandled(loop);
          again(loop);
        }),
      error: (_, loop) =>
        this.turn(() => {
          this.errors++;
          calls.errorHandled(loop);
          again(loop);
        }),
      complete: (loop) => this.turn(() => again(loop)),
    };
  }

  private project({ key, signal }: TaskContext<number>, { work }: Kind) {
    const { stages } = this.invariants;
    stages.started(key, this.paused.value || this.resting.value, this.script.isAbsent(key));
    return doWork(work[this.random.below(work.length)]!, this.random, signal, stages.watch(key));
  }

  /** A turn of a handler that does `body`; now and then an asynchronous one. */
  private turn(body: () => void): Observable<number> | Promise<number> | undefined {
    const { turns } = this.invariants;
    const over = (): void => turns.over();
    const dice = this.random.next();
    turns.begun();
    try {
      body();
    } catch (error) {
      over();
      throw error;
    }
    if (dice < 0.001) return timer(1).pipe(tap({ complete: over, error: over, unsubscribe: over }));
    if (dice < 0.002) return sleep(1).then(() => (over(), 1));
    over();
    return dice < 0.01 ? of(1, 2) : undefined;
  }
}
