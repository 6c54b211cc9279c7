import { Subscriber, Subscription, type Observable } from 'rxjs';
import { evaluateDue } from './config/due.js';
import { emitTo, type Emit } from './config/loop-event.js';
import type { OnRun } from './config/smart-poll-config.js';
import type { Settings } from './config/validate.js';
import { Key } from './keys/key.js';
import type { LimitHistory } from './keys/limit-history.js';
import type { PastGates } from './keys/past-gates.js';
import { RunLimits } from './keys/run-limits.js';
import { RunState } from './keys/run-state.js';
import { someTrue } from './keys/some-true.js';
import { startOrder } from './keys/start-order.js';
import { StartQueue } from './keys/start-queue.js';
import { Starter } from './keys/starter.js';
import { Clock } from './time/clock.js';
import { TimerQueue } from './time/timer-queue.js';
import { Control } from './turns/control.js';
import { HookSource } from './turns/hook-source.js';
import { Lanes } from './turns/lanes.js';
import { OnRunSource } from './turns/on-run-source.js';
import { Pump } from './turns/pump.js';
import { announceRun } from './turns/announce-run.js';
import type { TurnParts } from './turns/take-turn.js';
import { firstNotice } from './work/first-notice.js';
import type { Leftovers } from './work/leftovers.js';

/** What outlives the runs of one `smartPoll()`. */
export interface Past {
  readonly leftovers: Leftovers;
  readonly pastGates: PastGates;
  readonly limits: ReadonlyMap<string, LimitHistory>;
}

/**
 * One run: what a subscription creates, starts and tears down (4). It wires the parts, none of which knows it. Its state
 * is born here, and only what cannot be stopped outlives it.
 */
export class Run<R> {
  readonly pump: Pump;
  readonly hooks: readonly HookSource<unknown>[];
  readonly turns: TurnParts;
  private readonly state = new RunState();
  private readonly emit: Emit | undefined;
  private readonly clock: Clock;
  private readonly timers: TimerQueue;
  private readonly keys = new Map<unknown, Key>();
  private readonly queue: StartQueue;
  private readonly limits: RunLimits;
  private readonly starter: Starter;
  private readonly control: Control<unknown>;
  private readonly lanes = new Lanes();
  /** What is unsubscribed when the run ends. */
  private readonly subscriptions = new Subscription();
  private openSources: number;

  /** @throws AlreadyRunningError if an earlier run has not ended (4.5) */
  constructor(
    private readonly settings: Settings,
    private readonly past: Past,
    private readonly subscriber: Subscriber<R>,
  ) {
    const { leftovers, pastGates } = past;
    const { state, keys, lanes, fail } = this;
    const clock = (this.clock = new Clock(settings.scheduler)); // It may throw, and then nothing runs.
    leftovers.enter();
    const emit = (this.emit = emitTo(settings.monitors, clock, state));
    const timers = (this.timers = new TimerQueue(clock, () => this.pump.wake()));
    const before = startOrder(clock, settings.ageing);
    const limits = (this.limits = new RunLimits(settings, past.limits, { clock, timers, emit, before }));
    const { lines: limited } = limits;
    const queue = (this.queue = new StartQueue({
      ...{ clock, timers, state, emit, before, limited },
      ages: settings.ageing < Infinity,
    }));
    const starter = (this.starter = new Starter({
      ...{ clock, timers, state, queue, keys, leftovers, emit, fail },
      changed: () => this.pump.changed(),
    }));
    this.pump = new Pump({ clock, timers, state, starter, lanes, fail, idle: () => this.idle() });
    this.hooks = settings.hooks.map(
      ([name, hook]) => new HookSource(name, hook, emit, () => this.sourceEnded(hook)),
    );
    this.openSources = settings.hooks.filter(([, { keepsAlive }]) => keepsAlive !== false).length;
    this.control = new Control({
      ...{ clock, state, keys, queue, starter, pastGates, limits, emit, fail },
      settle: () => this.pump.settle(),
      stopSources: () => this.hooks.forEach((hook) => hook.stop()),
    });
    this.turns = {
      ...{ control: this.control, state, clock, timers, leftovers, emit, fail },
      turnTimeout: settings.turnTimeout,
      ended: () => this.pump.turnEnded(),
    };
    if (emit) this.subscriptions.add(announceRun(emit, settings.tasks, this.control, lanes));
  }

  /** Subscribes for as long as the run lasts; an error ends the run. Synchronous sources can be stopped, too. */
  observe<T>(source: Observable<T>, next: (value: T) => void): void {
    if (this.state.over) return;
    const subscriber = new Subscriber<T>({ next, error: this.fail, complete: () => undefined });
    this.subscriptions.add(subscriber);
    source.subscribe(subscriber);
  }

  /** Applies every `startDue`, queues the `onRun` handlers, and starts once nothing is left of earlier runs. */
  begin(): void {
    const { settings, state, clock, timers, emit, past } = this;
    this.observePause();
    this.observeDrain();
    this.observeLimits();
    try {
      this.configure();
    } catch (error) {
      return this.fail(error);
    }
    settings.onRun.forEach((onRun, i) => this.queueOnRun(onRun, i === settings.onRun.length - 1));
    const deadlines = past.leftovers.deadlines(clock);
    const left = past.leftovers.keys();
    if (left !== undefined && !state.over) emit?.({ type: 'leftovers', keys: left });
    if (state.over) return;
    state.enter('waiting for leftovers');
    for (const deadline of deadlines) timers.add(deadline);
    timers.settle();
    past.leftovers.whenSettled(() => {
      for (const deadline of deadlines) if (deadline.index >= 0) timers.remove(deadline);
      if (left !== undefined) emit?.({ type: 'settled' });
      state.enter(settings.onRun.length > 0 ? 'onRun' : 'live');
      this.pump.pump();
    });
  }

  /** The run is unsubscribed. */
  readonly unsubscribed = (): void => {
    if (!this.state.over) this.emit?.({ type: 'unsubscribe' });
    this.tearDown();
  };

  /** Ends the run with an error, once, after everything is torn down (4.2). */
  private readonly fail = (error: unknown): void => {
    if (this.state.over) return;
    this.emit?.({ type: 'error', error });
    try {
      this.tearDown();
    } finally {
      this.subscriber.error(error);
    }
  };

  /** Nothing is in progress or queued: completes the run if nothing can happen any more (4.6). */
  private idle(): void {
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
  }

  /** Stops everything at once; no handler is called afterwards (4.3). */
  private tearDown(): void {
    if (this.state.over) return;
    this.state.enter('over');
    const { clock, keys, past, subscriptions, timers } = this;
    timers.stop();
    try {
      subscriptions.unsubscribe();
    } finally {
      past.leftovers.leave();
      for (const key of keys.values()) past.pastGates.keep(key, clock);
    }
  }

  private configure(): void {
    const { settings, state, keys, queue } = this;
    const now = this.clock.now();
    settings.tasks.forEach((task, name) => {
      if (state.over) return; // A `startDue` or a monitor has ended it.
      const key = new Key(name, task, queue);
      keys.set(name, key);
      this.past.pastGates.apply(key, this.clock, this.emit);
      if (task.startDue !== undefined && state.schedules)
        key.next(evaluateDue(task.startDue, now, 'startDue', name));
    });
  }

  private queueOnRun(onRun: OnRun<unknown>, isLast: boolean): void {
    const { state, lanes } = this;
    const ended = (): void => {
      if (isLast) state.enter('live');
    };
    lanes.push(new OnRunSource(onRun, ended).turn);
  }

  private sourceEnded({ keepsAlive }: { keepsAlive?: boolean }): void {
    if (keepsAlive !== false) this.openSources--;
    this.pump.pump();
  }

  private observePause(): void {
    this.observe(someTrue(this.settings.pause), (paused) => {
      this.state.change({ paused });
      this.emit?.({ type: paused ? 'pause' : 'resume' });
      this.pump.pump();
    });
  }

  private observeLimits(): void {
    this.limits.follow(this.queue, {
      observe: (source, next) => this.observe(source, next),
      changed: () => this.pump.pump(),
      fail: this.fail,
    });
  }

  private observeDrain(): void {
    const { settings, state, control, pump, fail, subscriptions } = this;
    if (settings.drain === undefined || state.over) return;
    const drain = (): void => {
      control.drain();
      pump.pump();
    };
    subscriptions.add(firstNotice(settings.drain, drain, fail));
  }
}
