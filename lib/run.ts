import { from, Subscriber, Subscription, take, type Observable } from 'rxjs';
import type { Task } from './config/task.js';
import type { Emit } from './config/emit.js';
import { emitTo } from './schedule/emit-to.js';
import { someTrue } from './schedule/some-true.js';
import type { Settings } from './config/validate.js';
import { Clock } from './schedule/clock.js';
import { TimerQueue } from './schedule/timer-queue.js';
import { Feed } from './stages/feed.js';
import { KeyedTask } from './stages/keyed-task.js';
import type { Leftover, Leftovers } from './stages/leftovers.js';
import type { Notification } from './stages/notification.js';
import { evaluateDue } from './stages/evaluate-due.js';
import { Gates } from './stages/gates.js';
import { Starter } from './stages/starter.js';
import { Ticks } from './stages/ticks.js';
import { StartingLine } from './stages/starting-line.js';
import { Control, type Controlled } from './turns/control.js';
import { HookSource } from './turns/hook-source.js';
import { Lanes } from './turns/lanes.js';
import { OnRunSource } from './turns/on-run-source.js';
import { Pump, type Driven } from './turns/pump.js';
import type { TurnHost } from './turns/take-turn.js';

/**
 * One run: what a subscription makes, begins and tears down (4). Its state is born here, and nothing of it
 * but what cannot be stopped outlives it.
 */
export class Run<R> implements Driven, Controlled<unknown>, TurnHost<unknown> {
  readonly clock: Clock;
  readonly emit: Emit | undefined;
  readonly timers: TimerQueue;
  readonly keys = new Map<unknown, KeyedTask>();
  readonly line: StartingLine<unknown>;
  readonly gates = new Gates();
  readonly ticks: Ticks<unknown>;
  readonly starter: Starter<unknown>;
  readonly hooks: readonly HookSource<unknown>[];
  readonly lanes = new Lanes();
  readonly turns = new Feed<Notification>();
  readonly pump: Pump;
  readonly control: Control<unknown>;
  /** What is unsubscribed from as the run ends. */
  private readonly subscriptions = new Subscription();
  private openSources: number;

  /** @throws AlreadyRunningError if an earlier run has not ended (4.5) */
  constructor(
    private readonly settings: Settings,
    readonly leftovers: Leftovers,
    private readonly subscriber: Subscriber<R>,
  ) {
    leftovers.enter();
    this.clock = new Clock(settings.scheduler);
    this.emit = emitTo(settings.monitor, this.clock);
    this.timers = new TimerQueue(this.clock, () => this.pump.wake());
    this.line = new StartingLine(this.clock, settings.concurrent);
    this.ticks = new Ticks(this);
    this.starter = new Starter(this);
    this.hooks = settings.hooks.map(
      ([name, hook]) => new HookSource(name, hook, this.emit, () => this.sourceEnded()),
    );
    this.openSources = this.hooks.length;
    this.pump = new Pump(this);
    this.control = new Control(this);
    this.emit?.({ type: 'run' });
  }

  /** A first stage or a source has something to say: it queues for its turn. */
  readonly arrived = (notification: Notification): void => {
    this.lanes.push(notification);
    this.pump.pump();
  };

  /** Subscribes for as long as the run lasts; an error ends it. A synchronous source is stopped too. */
  observe<T>(source: Observable<T>, next: (value: T) => void): void {
    const subscriber = new Subscriber<T>({ next, error: this.fail, complete: () => undefined });
    this.subscriptions.add(subscriber);
    source.subscribe(subscriber);
  }

  /** Applies every `startDue`, queues the `onRun` handlers, and goes once nothing is left of earlier runs. */
  begin(): void {
    const { settings, leftovers, lanes, pump } = this;
    this.observePause();
    this.observeDrain();
    if (this.control.closed) return;
    try {
      const now = this.clock.now();
      settings.tasks.forEach((task, key) => this.configure(key, task, now));
    } catch (error) {
      return this.fail(error);
    }
    const last = settings.onRun.length - 1;
    settings.onRun.forEach((onRun, i) =>
      lanes.push(new OnRunSource(onRun, () => this.booted(i === last)).notification),
    );
    this.booted(last < 0);
    const { left } = leftovers;
    if (left.length > 0 && !this.control.closed) this.emit?.({ type: 'leftovers', keys: keysOf(left) });
    if (this.control.closed) return;
    this.timers.settle();
    leftovers.whenSettled(() => pump.release());
  }

  /** The run is unsubscribed from. */
  readonly unsubscribed = (): void => {
    if (!this.control.closed) this.emit?.({ type: 'unsubscribe' });
    this.tearDown();
  };

  /** Everything stops at once; no handler is called afterwards (4.3). */
  private readonly tearDown = (): void => {
    if (this.control.closed) return;
    this.control.closed = true;
    this.pump.held = this.gates.draining = true; // Nothing starts, and nothing is scheduled.
    this.timers.stop();
    try {
      this.subscriptions.unsubscribe();
    } finally {
      this.leftovers.leave();
    }
  };

  /** The run ends with an error, once, after everything is torn down (4.2). */
  readonly fail = (error: unknown): void => {
    if (this.control.closed) return;
    this.emit?.({ type: 'error', error });
    try {
      this.tearDown();
    } finally {
      this.subscriber.error(error);
    }
  };

  /** Nothing is in progress or queued: the run is complete if nothing can happen any more (4.6). */
  readonly idle = (): void => {
    const { starter, timers, subscriber } = this;
    if (this.openSources > 0 || !starter.idle || timers.size > 0) return;
    try {
      this.tearDown();
    } catch (error) {
      this.emit?.({ type: 'error', error });
      return subscriber.error(error);
    }
    this.emit?.({ type: 'complete' });
    subscriber.complete();
  };

  get closed(): boolean {
    return this.control.closed;
  }

  readonly ended = (): void => this.pump.turnEnded();

  readonly changed = (): void => {
    this.pump.pump();
    this.settle(); // A turn may be in progress, and `repeatDue` have set a timer.
  };

  readonly settle = (): void => this.pump.settle();

  readonly stopSources = (): void => this.hooks.forEach((hook) => hook.stop());

  readonly forget = ({ key }: KeyedTask): void => {
    this.keys.delete(key);
  };

  private configure(key: unknown, task: Task<unknown>, now: number): void {
    const keyed = new KeyedTask(key, task, this.ticks);
    this.keys.set(key, keyed);
    if (task.startDue === undefined || this.gates.draining) return;
    keyed.next(evaluateDue(task.startDue, now, 'startDue', key));
  }

  private booted(last: boolean): void {
    if (last) this.gates.booted = true;
  }

  private sourceEnded(): void {
    this.openSources--;
    this.pump.pump();
  }

  private observePause(): void {
    this.observe(someTrue(this.settings.pause), (paused) => {
      this.gates.paused = paused;
      this.emit?.({ type: paused ? 'pause' : 'resume' });
      this.pump.pump();
    });
  }

  private observeDrain(): void {
    if (this.settings.drain === undefined) return;
    this.observe(from(this.settings.drain).pipe(take(1)), () => {
      this.control.drain();
      this.pump.pump();
    });
  }
}

function keysOf(left: readonly Leftover[]): unknown[] {
  return [...new Set(left.map(({ origin: { key } }) => key).filter((key) => key !== undefined))];
}
