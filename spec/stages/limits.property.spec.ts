import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NEVER, Subject, timer } from 'rxjs';
import { smartPoll, type Limit, type LoopEvent, type Task } from '../../lib/index.js';
import { obey, type Command } from '../support/driven.js';
import { HostScheduler } from '../support/host-scheduler.js';

const RUNS = Number(process.env['PROGRAMS'] ?? 200);
/** The same programs each time; others are tried by hand, with `SEED=… PROGRAMS=…`. */
const SEED = Number(process.env['SEED'] ?? 77);
const LENGTH = 60;

const names = ['A', 'B', 'C'];
const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const limit = fc.record(
  {
    concurrent: fc.integer({ min: 1, max: 3 }),
    rate: fc.record({ starts: fc.integer({ min: 1, max: 6 }), per: fc.integer({ min: 1, max: 30 }) }),
  },
  { requiredKeys: [] },
);
const plan = fc.record({
  limit: fc.subarray(names),
  cost: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 6 })),
  priority: fc.integer({ min: 0, max: 2 }),
  overlap: fc.constantFrom('latch', 'merge', 'switch'),
  takes: fc.integer({ min: 1, max: 20 }),
  /** How long the turn of its value lasts, if it has one. */
  turn: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  repeatDue: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  startDue: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
});
const due = fc.option(fc.integer({ min: 0, max: 40 }), { nil: null });
const call = fc.oneof(
  fc.record({
    op: fc.constant('schedule'),
    key: fc.constantFrom(...keys),
    due: fc.integer({ min: 0, max: 10 }),
  }),
  fc.record({ op: fc.constant('cancel'), key: fc.constantFrom(...keys), due }),
  fc.record({ op: fc.constant('unschedule'), key: fc.constantFrom(...keys), due }),
  fc.record({ op: fc.constant('hold'), key: fc.constantFrom(...keys), due }),
  fc.record({ op: fc.constant('release'), key: fc.constantFrom(...keys), due }),
  fc.record({ op: fc.constant('holdLimit'), key: fc.constantFrom(...names), due }),
  fc.record({ op: fc.constant('releaseLimit'), key: fc.constantFrom(...names), due }),
  fc.record({ op: fc.constant('restart'), key: fc.constant(''), due }),
  fc.record({ op: fc.constant('lower'), key: fc.constant(''), due: fc.integer({ min: 0, max: 4 }) }),
);
const program = fc.record({
  limits: fc.record({ A: limit, B: limit, C: limit }),
  concurrent: fc.constantFrom(Infinity, 2, 4),
  ageing: fc.constantFrom(Infinity, 7),
  tasks: fc.array(plan, { minLength: 1, maxLength: keys.length }),
  calls: fc.array(fc.tuple(fc.integer({ min: 0, max: LENGTH }), call), { maxLength: 12 }),
});

/** Those that are ready, with what decides which of them comes first. */
interface Ready {
  key: string;
  due: number;
  since: number;
  order: number;
}

/** The contract once more, over what the monitor tells: small, slow, and without a heap. */
class Oracle {
  ready: Ready[] = [];
  /** Those that have taken a slot: their first stages go on. */
  slots: { key: string; stage: number }[] = [];
  /** Those that have taken room at limits: they may have turns to come. */
  running: { key: string; stage: number }[] = [];
  inTurn = false;
  /** All starts of all runs. */
  readonly starts: { key: string; at: number }[] = [];
  readonly keyHolds = new Map<string, number>();
  readonly limitHolds = new Map<string, number>();
  /** What the library did wrong: a monitor that throws is not heard. */
  readonly faults: unknown[] = [];
  private order = 0;
  /** What was so before a key with limits cancelled the run that it replaces. */
  private replacing: ({ key: string } & ReturnType<Oracle['chosen']>) | undefined = undefined;
  now = 0;

  constructor(
    private readonly limits: Record<string, Limit>,
    private readonly tasks: Record<string, Task<string> & { limit: string[] }>,
    public concurrent: number,
    private readonly ageing: number,
  ) {}

  readonly next = (event: LoopEvent<string>): void => {
    switch (event.type) {
      case 'run':
        this.ready = [];
        this.slots = this.running = [];
        this.inTurn = false;
        return;
      case 'turn-start':
      case 'turn-end':
        this.inTurn = event.type === 'turn-start';
        return;
      case 'cancel':
        if (!this.inTurn) this.replacing = { key: event.key, ...this.chosen() };
        return;
      case 'stage-end':
        this.slots = this.slots.filter(({ stage }) => stage !== event.stage);
        return;
      case 'ready':
        return void this.ready.push({
          key: event.key,
          due: event.dueTime.getTime(),
          since: this.now,
          order: this.order++,
        });
      case 'latched':
      case 'unscheduled':
        return void this.take(event.key);
      case 'stop':
        this.running = this.running.filter(({ stage }) => stage !== event.stage);
        return;
      case 'start':
        this.checkStart(event.key);
        this.take(event.key);
        this.slots = [...this.slots, event];
        this.running = [...this.running, event];
        this.starts.push({ key: event.key, at: this.now });
    }
  };

  /** Who is to start, and who would be if time had made no room in this very instant. */
  private chosen() {
    return { known: this.first(this.now), unknown: this.first(this.now - 0.5), line: this.line() };
  }

  /** Room that time makes in this very instant is known as a timer says so, in no promised order. */
  private checkStart(key: string): void {
    const { known, unknown, line } = this.replacing?.key === key ? this.replacing : this.chosen();
    this.replacing = undefined;
    const isBefore = (a?: Ready) => a !== undefined && line.indexOf(a) < line.findIndex((b) => b.key === key);
    const hasRoom = !this.tasks[key]!.limit.some((name) => this.lacks(name, key, this.now));
    if (known?.key !== key && (isBefore(unknown) || !hasRoom))
      this.faults.push(`${this.now}: ${key} starts, and not ${known?.key}`);
    if ((this.keyHolds.get(key) ?? 0) > this.now) this.faults.push(`${this.now}: ${key} starts and is held`);
  }

  private take(key: string): void {
    const index = this.ready.findIndex((ready) => ready.key === key);
    if (index < 0) this.faults.push(`${this.now}: ${key} is not ready`);
    this.ready.splice(index, 1);
  }

  /** Those that are ready, in order. */
  line(): Ready[] {
    const rank = ({ key, since }: Ready) => (this.tasks[key]!.priority ?? 0) - since / this.ageing;
    return [...this.ready].sort((a, b) => rank(b) - rank(a) || a.due - b.due || a.order - b.order);
  }

  /** The one that is to start, if any may. */
  first(now = this.now): Ready | undefined {
    if (this.inTurn) return undefined;
    const blocked = new Set<string>();
    const reserved = new Set<string>();
    for (const ready of this.line()) {
      const { limit } = this.tasks[ready.key]!;
      const line = limit.join();
      if (blocked.has(line) && limit.length > 0) continue;
      const lacking = limit.filter((name) => this.lacks(name, ready.key, now));
      if (lacking.length === 0 && !limit.some((name) => reserved.has(name)))
        return this.besides(ready.key, this.slots).length < this.concurrent ? ready : undefined;
      blocked.add(line);
      if (lacking.length === 1) reserved.add(lacking[0]!);
    }
    return undefined;
  }

  /** Those of `runs` that a start of `key` does not replace (5.5). */
  private besides<R extends { key: string }>(key: string, runs: R[]): R[] {
    return this.tasks[key]!.overlap === 'switch' ? runs.filter((run) => run.key !== key) : runs;
  }

  private lacks(name: string, key: string, now: number): boolean {
    const { concurrent = Infinity, rate } = this.limits[name] as { concurrent?: number; rate?: any };
    if ((this.limitHolds.get(name) ?? -Infinity) > now) return true;
    const needs = (other: string) => this.tasks[other]!.limit.includes(name);
    if (this.besides(key, this.running).filter((run) => needs(run.key)).length >= concurrent) return true;
    if (rate === undefined) return false;
    const recent = this.starts.filter((start) => needs(start.key) && start.at + rate.per > now);
    const used = recent.reduce((sum, start) => sum + (this.tasks[start.key]!.cost ?? 1), 0);
    return used + (this.tasks[key]!.cost ?? 1) > rate.starts;
  }

  /** That no span of any rate ever had too many starts. */
  checkWindows(): void {
    for (const [name, { rate }] of Object.entries(this.limits) as [string, any][]) {
      if (rate === undefined) continue;
      const starts = this.starts.filter(({ key }) => this.tasks[key]!.limit.includes(name));
      for (const { at } of starts) {
        const within = starts.filter((start) => start.at >= at && start.at < at + rate.per);
        const cost = within.reduce((sum, { key }) => sum + (this.tasks[key]!.cost ?? 1), 0);
        expect([name, at, cost <= rate.starts]).toEqual([name, at, true]);
      }
    }
  }
}

describe('limits and holds', () => {
  it('should start the first that all its limits have room for, and let nothing else wait (5.3, 5.14, 5.15, 5.16)', () => {
    fc.assert(
      fc.property(program, ({ limits, concurrent, ageing, tasks, calls }) => {
        const scheduler = new HostScheduler();
        const begin = scheduler.now();
        const planned = tasks.map(({ limit, cost, takes, turn, repeatDue, startDue, ...plan }, i) => {
          // What costs more than a limit ever admits is refused.
          const most = Math.min(...limit.map((name) => limits[name as 'A'].rate?.starts ?? Infinity));
          const task = {
            ...plan,
            limit,
            cost: Math.min(cost, most),
            ...(repeatDue !== undefined && { repeatDue }),
            ...(startDue !== undefined && { startDue }),
            project: () => timer(takes, scheduler),
            ...(turn !== undefined && { next: () => (turn === 0 ? undefined : timer(turn, scheduler)) }),
          };
          return [keys[i]!, task] as const;
        });
        const oracle = new Oracle(limits, Object.fromEntries(planned) as never, concurrent, ageing);
        const commands = new Subject<Command>();
        const width = new Subject<number>();
        const source$ = smartPoll<any, string>({
          entries: planned.map(([key, { limit, ...task }]) => [
            key,
            { ...task, ...(limit.length > 0 && { limit }) } as Task<string>,
          ]),
          limits,
          concurrent: width,
          ...(ageing < Infinity && { ageing }),
          hooks: { commands: obey(commands), open: { source: NEVER } },
          monitor: oracle,
          scheduler,
        } as never);
        const failures: unknown[] = [];
        const subscribe = () => {
          const subscription = source$.subscribe({ error: (error) => failures.push(error) });
          width.next(oracle.concurrent);
          return subscription;
        };
        let subscription = subscribe();
        for (let now = 0; now <= LENGTH; now++) {
          oracle.now = now;
          scheduler.advanceTo(begin + now);
          for (const [, { op, key, due }] of calls.filter(([at]) => at === now)) {
            if (op === 'restart') {
              subscription.unsubscribe();
              oracle.keyHolds.forEach((end, key) => end === Infinity && oracle.keyHolds.delete(key));
              oracle.limitHolds.forEach((end, name) => end === Infinity && oracle.limitHolds.delete(name));
              subscription = subscribe();
            } else if (op === 'lower') {
              oracle.concurrent = due!;
              width.next(due!);
            } else {
              if (keys.includes(key) && !planned.some(([name]) => name === key)) continue;
              const holds = op.endsWith('Limit') ? oracle.limitHolds : oracle.keyHolds;
              commands.next((loop: any) => {
                if (op.startsWith('hold')) holds.set(key, due === null ? Infinity : oracle.now + due);
                if (op.startsWith('release')) holds.delete(key);
                loop[op](key, due);
              });
            }
          }
          const late = oracle.first();
          if (late !== undefined) oracle.faults.push(late);
          if (failures.length + oracle.faults.length > 0) break;
        }
        expect([...failures, ...oracle.faults]).toEqual([]);
        oracle.checkWindows();
        subscription.unsubscribe();
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
