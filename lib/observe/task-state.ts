/** What a key is up to. The object is the same until something changes. */
export interface TaskState {
  /**
   * `'running'` from the start of its first stage until the last turn that caused has ended; otherwise `'ready'`
   * while it is due and has not started, `'waiting'` while its timer runs, or `'idle'`.
   */
  readonly state: 'idle' | 'waiting' | 'ready' | 'running';
  /** When it is due next, in the past while it is ready; `undefined` where it is not scheduled. */
  readonly due: Date | undefined;
  /** Since when it runs; `undefined` while it does not. */
  readonly since: Date | undefined;
  /** How often its first stage has started in this run of the loop. */
  readonly runs: number;
  /** When it started last. */
  readonly lastStart: Date | undefined;
  /** When its first stage yielded a value last. */
  readonly lastValue: Date | undefined;
  /** How long the first stage that ended last took, in milliseconds. */
  readonly lastDuration: number | undefined;
  /** Its errors since its last value. */
  readonly failures: number;
  /** The error of its first stage, until that yields a value again, or the loop is started again. */
  readonly lastError: unknown;
}

/** What is known of a key, from events. */
export class TaskEntry {
  /** When its runs that go on started, by their numbers, the oldest first. */
  private readonly started = new Map<number, number>();
  /** It was removed, and is here only because it still runs. */
  removed = false;
  private due: Date | undefined = undefined;
  private ready = false;
  /** It waits for the end of its own run: that tick is told no more if it is taken back. */
  private latched = false;
  /** The dues of the ticks that `concat` counted. */
  private readonly counted: Date[] = [];
  private runs = 0;
  private lastStart: number | undefined = undefined;
  private lastValue: number | undefined = undefined;
  private lastDuration: number | undefined = undefined;
  private failures = 0;
  private lastError: unknown = undefined;
  private shown: TaskState | undefined = undefined;

  get running(): number {
    return this.started.size;
  }

  get isReady(): boolean {
    return this.ready || this.counted.length > 0;
  }

  get state(): TaskState {
    return (this.shown ??= this.show());
  }

  schedule(due: Date | undefined, time: number): void {
    this.due = due;
    if (this.latched && !(due !== undefined && due.getTime() <= time)) this.ready = this.latched = false;
    this.shown = undefined;
  }

  becomesReady(due: Date): void {
    this.due = due;
    this.ready = true;
    this.latched = false;
    this.shown = undefined;
  }

  latch(): void {
    this.latched = true;
  }

  /** Its readiness is used up. */
  consume(): void {
    this.due = undefined;
    this.ready = this.latched = false;
    this.shown = undefined;
  }

  count(): void {
    this.counted.push(this.due!);
    this.consume();
  }

  /** A tick was taken back: what has become of the schedule was told before. */
  unschedule(): void {
    if (this.ready) this.ready = false;
    else this.counted.shift();
    this.shown = undefined;
  }

  start(stage: number, time: number): void {
    if (this.counted.length > 0) this.counted.shift();
    else this.consume();
    this.started.set(stage, time);
    this.runs++;
    this.lastStart = time;
    this.shown = undefined;
  }

  value(time: number): void {
    this.lastValue = time;
    this.failures = 0;
    this.lastError = undefined;
    this.shown = undefined;
  }

  fail(error: unknown): void {
    this.failures++;
    this.lastError = error;
    this.shown = undefined;
  }

  stageEnds(stage: number, time: number): void {
    const start = this.started.get(stage);
    if (start !== undefined) this.lastDuration = time - start;
    this.shown = undefined;
  }

  stop(stage: number): void {
    this.started.delete(stage);
    this.shown = undefined;
  }

  /** It takes over what runs of a removed predecessor. */
  succeed({ started }: TaskEntry): void {
    for (const [stage, time] of started) this.started.set(stage, time);
  }

  /** The run of the loop is over: nothing is scheduled, and nothing runs. */
  rest(): void {
    this.started.clear();
    this.counted.length = 0;
    this.consume();
  }

  private show(): TaskState {
    const { started, due, counted, runs, lastDuration, failures, lastError } = this;
    const [since] = started.values();
    return {
      state: started.size > 0 ? 'running' : this.isReady ? 'ready' : due === undefined ? 'idle' : 'waiting',
      due: counted[0] ?? due,
      since: dateOf(since),
      runs,
      lastStart: dateOf(this.lastStart),
      lastValue: dateOf(this.lastValue),
      lastDuration,
      failures,
      lastError,
    };
  }
}

export function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
