import type { Attributes } from '@opentelemetry/api';
import type { LoopEvent, LoopView } from '../index.js';
import { instrumentsOf, named, type Gauged, type Instruments } from './instruments.js';
import { failSpan, LoopTracer, type Traced } from './loop-tracer.js';
import { PendingTicks, type Lasting } from './pending-ticks.js';
import type { TelemetryOptions } from './telemetry-options.js';
import { within } from './within.js';

/** A run of a task, or a turn. */
interface TracedTime extends Traced, Lasting {
  readonly attributes: Attributes;
  readonly started: number;
  /** How a run of a task ended. */
  outcome: 'completed' | 'failed' | 'cancelled';
}

type TurnEvent<K> = Extract<LoopEvent<K>, { type: 'turn-start' | 'turn-end' }>;
type ErrorEvent<K> = Extract<LoopEvent<K>, { type: 'error' }>;
type RunEvent<K> = Extract<LoopEvent<K>, { type: 'start' | 'stage-end' | 'stop' }>;

/** A monitor that turns events into metrics and spans, and knows the context of the code that is being called. */
export class LoopTelemetry<K> implements Gauged {
  private instruments: Instruments | undefined = undefined;
  private tracer: LoopTracer | undefined = undefined;
  private loop: LoopView<K> | undefined = undefined;
  /** The runs of tasks in progress, by their numbers. */
  private readonly runs = new Map<number, TracedTime>();
  /** The run that started last: its `project` is called next. */
  private latest: TracedTime | undefined = undefined;
  private turn: TracedTime | undefined = undefined;
  private readonly ticks = new PendingTicks<K>();
  private readonly own: Attributes;

  constructor(
    private readonly options: TelemetryOptions<K>,
    private readonly now: () => number,
  ) {
    this.own = named(options.name);
  }

  get running(): number {
    return this.runs.size;
  }

  get ready(): number {
    return this.ticks.size;
  }

  get queued(): number {
    return this.loop?.queued ?? 0;
  }

  get turnAge(): number {
    return this.turn === undefined ? 0 : this.now() - this.turn.started;
  }

  /** Calls the `project` of the run that has just started. */
  inRun<R>(work: () => R): R {
    return this.latest === undefined ? work() : within(this.latest.place, work);
  }

  /** Calls the handler of the turn in progress. */
  inTurn<R>(work: () => R): R {
    return this.turn === undefined ? work() : within(this.turn.place, work);
  }

  next(event: LoopEvent<K>): void {
    if (event.type === 'run') this.begin(event.loop);
    const { instruments, ticks } = this;
    if (instruments === undefined) return;
    switch (event.type) {
      case 'schedule':
      case 'remove':
        return ticks.schedule(event);
      case 'ready':
        return ticks.ready(event.key, event.dueTime.getTime(), event.time, this.turn);
      case 'latched':
      case 'dropped':
        ticks.drop(event.key);
        return instruments[event.type].add(1, this.attributesOf(event.key));
      case 'unscheduled':
        return ticks.drop(event.key);
      case 'start':
        return this.start(event, instruments);
      case 'value':
        return instruments.values.add(1, this.runs.get(event.stage)?.attributes);
      case 'stage-end':
        return this.stageEnds(event);
      case 'cancel':
        return this.cancel(event.stage, instruments);
      case 'stop':
        return this.stop(event, instruments);
      case 'turn-start':
        return this.turnStarts(event);
      case 'turn-end':
        return this.turnEnds(event.time, instruments);
      case 'overflow':
        return instruments.hookDropped.add(1, { ...this.own, 'smartpoll.hook.name': event.hook });
      case 'error':
        if (event.stage !== undefined) return this.runFails(event, instruments);
        if (event.hook !== undefined) return this.hookFails(event, instruments);
        return this.loopFails(event, instruments);
      case 'complete':
      case 'unsubscribe':
        return this.end(instruments);
    }
  }

  private begin(loop: LoopView<K>): void {
    const { meterProvider, tracerProvider, name } = this.options;
    this.loop = loop;
    this.instruments = instrumentsOf(meterProvider);
    this.instruments.add(name, this);
    this.tracer = new LoopTracer(tracerProvider);
  }

  private start({ key, stage, time }: RunEvent<K>, instruments: Instruments): void {
    this.latest = undefined; // Even if something throws.
    const attributes = this.attributesOf(key);
    const delay = this.ticks.start(key, time);
    if (delay !== undefined) {
      instruments.lateness.record(delay.lateness / 1_000, attributes);
      instruments.wait.record(delay.wait / 1_000, attributes);
    }
    instruments.starts.add(1, attributes);
    const { 'smartpoll.task.name': name } = attributes;
    const run = this.trace(name === undefined ? 'poll' : `poll ${String(name)}`, attributes, time);
    this.runs.set(stage, run);
    this.latest = run;
  }

  private stageEnds({ stage, time }: RunEvent<K>): void {
    const run = this.runs.get(stage);
    if (run === undefined) return;
    run.ended = time;
    run.span.addEvent('stage-end');
  }

  private cancel(stage: number, { cancelled }: Instruments): void {
    const run = this.runs.get(stage);
    if (run === undefined) return;
    run.outcome = 'cancelled';
    cancelled.add(1, run.attributes);
  }

  private stop({ key, stage, time }: RunEvent<K>, instruments: Instruments): void {
    const run = this.runs.get(stage);
    this.ticks.stop(key, time);
    this.runs.delete(stage);
    if (run !== undefined) this.endRun(run, instruments);
  }

  private endRun(
    { span, attributes, started, ended, outcome }: TracedTime,
    { taskDuration }: Instruments,
  ): void {
    const outcomeOf = { 'smartpoll.outcome': outcome };
    if (ended !== undefined) taskDuration.record(seconds(started, ended), { ...attributes, ...outcomeOf });
    span.setAttributes(outcomeOf).end();
  }

  private turnStarts({ handler, stage, hook, time }: TurnEvent<K>): void {
    const run = stage === undefined ? undefined : this.runs.get(stage);
    const attributes = {
      ...(run?.attributes ?? this.own),
      'smartpoll.handler': handler,
      ...(hook !== undefined && { 'smartpoll.hook.name': hook }),
    };
    this.turn = this.trace(`turn ${handler}`, attributes, time, run);
  }

  private turnEnds(time: number, { turnDuration }: Instruments, failure?: Attributes): void {
    const { turn } = this;
    this.turn = undefined;
    if (turn === undefined) return;
    turn.ended = time;
    turnDuration.record(seconds(turn.started, time), { ...turn.attributes, ...failure });
    turn.span.end();
  }

  private runFails({ stage, error }: ErrorEvent<K> & { stage: number }, instruments: Instruments): void {
    const run = this.runs.get(stage);
    if (run === undefined) return;
    run.outcome = 'failed';
    const type = instruments.errorType(error);
    failSpan(run.span, error, type);
    instruments.taskErrors.add(1, { ...run.attributes, 'error.type': type });
    if (type === 'TimeoutError') instruments.timeouts.add(1, run.attributes);
  }

  private hookFails({ hook, error }: ErrorEvent<K> & { hook: string }, instruments: Instruments): void {
    const failure = { 'error.type': instruments.errorType(error) };
    instruments.hookErrors.add(1, { ...this.own, 'smartpoll.hook.name': hook, ...failure });
  }

  /** The run of the loop fails, and the turn in progress with it; runs of tasks are torn down. */
  private loopFails({ error, time }: ErrorEvent<K>, instruments: Instruments): void {
    const failure = { 'error.type': instruments.errorType(error) };
    instruments.loopErrors.add(1, { ...this.own, ...failure });
    if (this.turn !== undefined) failSpan(this.turn.span, error, failure['error.type']);
    this.turnEnds(time, instruments, failure);
    this.end(instruments);
  }

  /** The run of the loop is over, and what was in progress is torn down. */
  private end(instruments: Instruments): void {
    this.turn?.span.end();
    for (const run of this.runs.values()) {
      if (run.ended === undefined) run.outcome = 'cancelled';
      this.endRun(run, instruments);
    }
    this.runs.clear();
    this.ticks.clear();
    this.turn = this.latest = this.loop = this.instruments = this.tracer = undefined;
    instruments.delete(this.options.name, this);
  }

  private trace(name: string, attributes: Attributes, started: number, parent?: Traced): TracedTime {
    const { span, place } = this.tracer!.start(name, attributes, parent);
    // Copied by name: a spread with more properties takes as long as all the rest (bench row "telemetry").
    return { span, place, attributes, started, ended: undefined, outcome: 'completed' };
  }

  private attributesOf(key: K): Attributes {
    let name: string | undefined;
    try {
      name = this.options.taskName?.(key);
    } catch {
      // It is counted without a name.
    }
    return name === undefined ? this.own : { ...this.own, 'smartpoll.task.name': name };
  }
}

/** Metrics are in seconds; a step of the wall clock makes nothing last less than nothing. */
function seconds(from: number, to: number): number {
  return Math.max(0, to - from) / 1_000;
}
