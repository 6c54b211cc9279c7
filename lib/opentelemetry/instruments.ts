import {
  metrics,
  type Attributes,
  type BatchObservableResult,
  type Counter,
  type Histogram,
  type Meter,
  type MeterProvider,
} from '@opentelemetry/api';

/** What the gauges read of a loop when they are collected. */
export interface Gauged {
  /** How many runs of tasks are in progress. */
  readonly running: number;
  /** How many ticks are due but have not started. */
  readonly ready: number;
  /** How many notifications wait for their turns. */
  readonly queued: number;
  /** How long the turn in progress has lasted, in milliseconds; 0 without one. */
  readonly turnAge: number;
}

/** In seconds: from work that is done at once to work that hangs. */
const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** How many names of errors are told apart. Later ones become `_OTHER`: names made from data would never end. */
const ERROR_TYPES = 64;

/** All instruments of a meter provider, shared by the loops that report to it. */
export class Instruments {
  readonly taskDuration: Histogram;
  readonly lateness: Histogram;
  readonly wait: Histogram;
  readonly turnDuration: Histogram;
  readonly starts: Counter;
  readonly values: Counter;
  readonly taskErrors: Counter;
  readonly latched: Counter;
  readonly dropped: Counter;
  readonly cancelled: Counter;
  readonly timeouts: Counter;
  readonly hookErrors: Counter;
  readonly hookDropped: Counter;
  readonly loopErrors: Counter;
  /** The running loops, by name; a name stays, so that its gauges go back to 0. */
  private readonly loops = new Map<string | undefined, Set<Gauged>>();
  private readonly errorTypes = new Set<string>();

  constructor(meter: Meter) {
    const seconds = (name: string, description: string): Histogram =>
      meter.createHistogram(`smartpoll.${name}`, {
        ...{ description, unit: 's' },
        advice: { explicitBucketBoundaries: BUCKETS },
      });
    const counter = (name: string, unit: string, description: string): Counter =>
      meter.createCounter(`smartpoll.${name}`, { unit, description });

    this.taskDuration = seconds('task.duration', 'How long first stages took.');
    this.lateness = seconds('task.lateness', 'How long after their due tasks started.');
    this.wait = seconds('task.wait', 'How long due tasks waited for a slot, a limit or the end of a pause.');
    this.turnDuration = seconds('turn.duration', 'How long turns took.');
    this.starts = counter('task.starts', '{start}', 'Starts of first stages.');
    this.values = counter('task.values', '{value}', 'Values of first stages.');
    this.taskErrors = counter('task.errors', '{error}', 'Errors of first stages.');
    this.latched = counter(
      'task.latched',
      '{tick}',
      'Ticks that waited for the end of a run of their own task.',
    );
    this.dropped = counter('task.dropped', '{tick}', 'Ticks that were dropped because their own task ran.');
    this.cancelled = counter('task.cancelled', '{run}', 'Runs of tasks that were cancelled.');
    this.timeouts = counter('task.timeouts', '{run}', 'Runs of tasks that failed with a TimeoutError.');
    this.hookErrors = counter('hook.errors', '{error}', 'Errors of the sources of hooks.');
    this.hookDropped = counter('hook.dropped', '{event}', 'Events that the buffer of a hook dropped.');
    this.loopErrors = counter('loop.errors', '{error}', 'Errors that ended a run of the loop.');

    const gauge = (name: string, unit: string, description: string) =>
      meter.createObservableGauge(`smartpoll.${name}`, { unit, description });
    const running = gauge('loop.running', '{run}', 'Runs of tasks that go on.');
    const ready = gauge('loop.ready', '{tick}', 'Ticks that are due and have not started.');
    const queued = gauge('loop.queued', '{turn}', 'Turns that wait.');
    const age = gauge('turn.age', 's', 'How long the turn in progress has lasted.');
    const observe = (result: BatchObservableResult): void => {
      for (const [name, loops] of this.loops) {
        const attributes = named(name);
        const all = [...loops];
        const sum = (of: (loop: Gauged) => number): number =>
          all.reduce((total, loop) => total + of(loop), 0);
        result.observe(
          running,
          sum((loop) => loop.running),
          attributes,
        );
        result.observe(
          ready,
          sum((loop) => loop.ready),
          attributes,
        );
        result.observe(
          queued,
          sum((loop) => loop.queued),
          attributes,
        );
        result.observe(age, Math.max(0, ...all.map((loop) => loop.turnAge)) / 1_000, attributes);
      }
    };
    meter.addBatchObservableCallback(observe, [running, ready, queued, age]);
  }

  /** Makes the gauges read `loop`, too. */
  add(name: string | undefined, loop: Gauged): void {
    let loops = this.loops.get(name);
    if (loops === undefined) this.loops.set(name, (loops = new Set()));
    loops.add(loop);
  }

  delete(name: string | undefined, loop: Gauged): void {
    this.loops.get(name)?.delete(loop);
  }

  /** The name of an error, for `error.type`. */
  errorType(error: unknown): string {
    let name: unknown;
    try {
      name = (error as Partial<Error> | null | undefined)?.name;
    } catch {
      // Anything can be thrown, also what cannot be read.
    }
    if (typeof name !== 'string' || name === '') return '_OTHER';
    if (this.errorTypes.size < ERROR_TYPES) this.errorTypes.add(name);
    return this.errorTypes.has(name) ? name : '_OTHER';
  }
}

export function named(name: string | undefined): Attributes {
  return name === undefined ? {} : { 'smartpoll.loop.name': name };
}

const known = new WeakMap<MeterProvider, Instruments>();

/** The instruments of a meter provider; to be looked up when a run begins, because the global one may be set late. */
export function instrumentsOf(provider: MeterProvider = metrics.getMeterProvider()): Instruments {
  let instruments = known.get(provider);
  if (instruments === undefined)
    known.set(provider, (instruments = new Instruments(provider.getMeter(SCOPE))));
  return instruments;
}

/** The name of meters and tracers. */
export const SCOPE = 'rxjs-smartpoll';
