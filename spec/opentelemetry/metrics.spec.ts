import { describe, expect, it } from '@jest/globals';
import { metrics as globalMetrics } from '@opentelemetry/api';
import {
  concat,
  concatMap,
  EMPTY,
  finalize,
  ignoreElements,
  map,
  NEVER,
  of,
  Subject,
  tap,
  throwError,
  timer,
  VirtualTimeScheduler,
  type SchedulerLike,
} from 'rxjs';
import { smartPoll, type ControlLoop, type Overlap, type Task, type TaskLoop } from '../../lib/index.js';
import { telemetry } from '../../lib/opentelemetry/index.js';
import { recorded } from './recorded.js';

const all = {
  'smartpoll.task.duration': 's',
  'smartpoll.task.lateness': 's',
  'smartpoll.task.wait': 's',
  'smartpoll.turn.duration': 's',
  'smartpoll.task.starts': '{start}',
  'smartpoll.task.values': '{value}',
  'smartpoll.task.errors': '{error}',
  'smartpoll.task.latched': '{tick}',
  'smartpoll.task.dropped': '{tick}',
  'smartpoll.task.cancelled': '{run}',
  'smartpoll.task.timeouts': '{run}',
  'smartpoll.hook.errors': '{error}',
  'smartpoll.hook.dropped': '{event}',
  'smartpoll.loop.errors': '{error}',
  'smartpoll.loop.running': '{run}',
  'smartpoll.loop.ready': '{tick}',
  'smartpoll.loop.queued': '{turn}',
  'smartpoll.turn.age': 's',
};
const gauges = ['loop.running', 'loop.ready', 'loop.queued', 'turn.age'];

/** A loop in virtual time: what its metrics are at `until` milliseconds. */
const world = () => {
  const scheduler = new VirtualTimeScheduler(undefined, 10_000);
  const after = <T>(ms: number, value: T) => timer(ms, scheduler).pipe(map(() => value));
  return {
    scheduler,
    after,
    until(ms: number) {
      scheduler.maxFrames = ms;
      scheduler.schedule(() => undefined, ms - scheduler.frame); // Time goes on where nothing happens.
      scheduler.flush();
    },
  };
};

describe('metrics', () => {
  it('should have a name and a unit each', async () => {
    const { meterProvider, units } = recorded();
    const { scheduler, until } = world();
    const hook = new Subject<number>();
    // Whatever can happen, once.
    smartPoll(
      telemetry(
        {
          tasks: {
            works: {
              startDue: 0,
              project: () => of(1),
              next: () => timer(5, scheduler).pipe(ignoreElements()),
            },
            fails: { startDue: 0, timeout: 5, project: () => NEVER, error: () => undefined },
            latched: { startDue: 10, project: () => timer(20, scheduler), next: () => undefined },
            dropped: { startDue: 10, overlap: 'exhaust', project: () => timer(20, scheduler) },
            cancelled: { startDue: 10, project: () => NEVER },
          },
          hooks: {
            again: {
              source: timer(15, scheduler),
              next(_, loop) {
                loop.schedule('latched', 0);
                loop.schedule('dropped', 0);
                loop.cancel('cancelled');
              },
            },
            fails: { source: throwError(() => new Error()), error: () => undefined },
            full: {
              source: hook,
              buffer: { limit: 1, overflow: 'drop-newest' },
              next: () => timer(5, scheduler).pipe(ignoreElements()),
            },
            ends: {
              source: timer(90, scheduler),
              next() {
                throw new Error();
              },
            },
          },
          scheduler,
        },
        { meterProvider },
      ),
    ).subscribe({ error: () => undefined });
    until(50);
    for (let i = 0; i < 4; i++) hook.next(i);
    until(100);
    expect(await units()).toEqual(all);
  });

  it('should have buckets from what is done at once to what hangs, in seconds', async () => {
    const { meterProvider, boundaries } = recorded();
    smartPoll(
      telemetry(
        {
          scheduler: new VirtualTimeScheduler(),
          tasks: { a: { startDue: 0, project: () => of(1), next: () => undefined } },
        },
        { meterProvider },
      ),
    ).subscribe();
    const found = Object.entries(await boundaries());
    expect(found.map(([name]) => name)).toEqual(Object.keys(all).slice(0, 4));
    for (const [name, of] of found) expect([name, of[0], of.at(-1)]).toEqual([name, 0.001, 300]);
  });

  it('should tell how long a first stage took, and how it ended', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, after, until } = world();
    const hang = after(10, 'value').pipe(concatMap((value) => concat(of(value), NEVER)));
    smartPoll(
      telemetry(
        {
          tasks: {
            a: { startDue: 0, project: () => after(100, 'value') },
            b: {
              startDue: 0,
              project: () =>
                after(200, 'value').pipe(
                  map(() => {
                    throw new Error();
                  }),
                ),
              error: () => undefined,
            },
            c: { startDue: 0, project: () => hang, next: (_, loop) => void loop.cancel('c') },
          },
          scheduler,
        },
        { meterProvider, taskName: (key) => key },
      ),
    ).subscribe();
    until(1_000);
    const { 'smartpoll.task.duration': found } = await metrics();
    const point = (name: string, outcome: string, value: number) => ({
      attributes: { 'smartpoll.task.name': name, 'smartpoll.outcome': outcome },
      value,
      count: 1,
    });
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(point('a', 'completed', 0.1));
    expect(found).toContainEqual(point('b', 'failed', 0.2));
    expect(found).toContainEqual(point('c', 'cancelled', 0.01));
  });

  it('should tell how long a turn took, whose it was, and with what error it failed', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, after, until } = world();
    smartPoll(
      telemetry(
        {
          tasks: { a: { startDue: 0, project: () => of(1), next: () => after(30, 'output') } },
          hooks: {
            h: {
              source: timer(100, scheduler),
              next: () =>
                after(50, 1).pipe(
                  map(() => {
                    throw new RangeError();
                  }),
                ),
            },
          },
          onRun: () => after(20, 'output'),
          scheduler,
        },
        { meterProvider },
      ),
    ).subscribe({ error: () => undefined });
    until(1_000);
    const { 'smartpoll.turn.duration': found } = await metrics();
    expect(found).toEqual([
      { attributes: { 'smartpoll.handler': 'onRun' }, value: 0.02, count: 1 },
      { attributes: { 'smartpoll.handler': 'next' }, value: 0.03, count: 1 },
      {
        attributes: { 'smartpoll.handler': 'next', 'smartpoll.hook.name': 'h', 'error.type': 'RangeError' },
        value: 0.05,
        count: 1,
      },
    ]);
  });

  describe('how late a task starts', () => {
    const delays = async (
      task: Partial<Task<'a' | 'b'>>,
      options: { concurrent?: number; turn?: number; act?: (loop: TaskLoop<'a' | 'b'>) => void } = {},
    ) => {
      const { meterProvider, metrics } = recorded();
      const { scheduler, after, until } = world();
      smartPoll(
        telemetry(
          {
            tasks: {
              a: {
                startDue: 0,
                project: () => after(100, 'value'),
                next(_: string, loop: TaskLoop<'a' | 'b'>) {
                  options.act?.(loop);
                  return options.turn === undefined ? undefined : after(options.turn, 'output');
                },
              },
              b: { project: () => of(1), ...task },
            },
            concurrent: options.concurrent ?? Infinity,
            scheduler,
          },
          { meterProvider, taskName: (key) => key },
        ),
      ).subscribe();
      until(5_000);
      const found = await metrics();
      return ['lateness', 'wait'].map(
        (name) =>
          found[`smartpoll.task.${name}`]?.find(({ attributes }) => attributes['smartpoll.task.name'] === 'b')
            ?.value,
      );
    };

    it('should be told of a start in time', async () => {
      expect(await delays({ startDue: 50 })).toEqual([0, 0]);
    });

    it('should be told of one that waits for a turn, which is no lack of room', async () => {
      expect(await delays({ startDue: 150 }, { turn: 200 })).toEqual([0.15, 0]);
    });

    it('should be told of one that waits for a slot', async () => {
      expect(await delays({ startDue: 40 }, { concurrent: 1 })).toEqual([0.06, 0.06]);
    });

    it('should be told of one that waits for a turn, and then for a slot', async () => {
      const act = (loop: TaskLoop<'a' | 'b'>) => loop.schedule('a', 0);
      // From 300 on `a` runs again, and has a turn until 600.
      expect(
        await delays({ startDue: 150, priority: -1 }, { concurrent: 1, turn: 200, act: once(act) }),
      ).toEqual([0.45, 0.3]);
    });

    it('should count from the call where that asks for a time that is past', async () => {
      const act = (loop: TaskLoop<'a' | 'b'>) => loop.schedule('b', new Date(-5_000));
      expect(await delays({}, { act, turn: 30 })).toEqual([0.03, 0]);
    });

    it.each<[string, (loop: ControlLoop<'a' | 'b'>) => void]>([
      ['runs', () => undefined],
      ['is held', (loop) => (loop.cancel('b'), loop.hold('b', null))],
    ])('should count from that call for a key that %s, whatever is scheduled after it', async (_, first) => {
      const { meterProvider, metrics } = recorded();
      const { scheduler, after, until } = world();
      const acts = new Subject<(loop: ControlLoop<'a' | 'b'>) => void>();
      smartPoll(
        telemetry(
          {
            tasks: {
              a: { project: () => EMPTY },
              b: { startDue: 0, project: () => after(100, 'value') },
            },
            hooks: { acts: { source: acts, next: (act, loop) => act(loop) } },
            scheduler,
          },
          { meterProvider, taskName: (key) => key },
        ),
      ).subscribe();
      acts.next(first);
      until(10);
      acts.next((loop) => loop.schedule('b', new Date(-5_000)));
      acts.next((loop) => loop.schedule('a', 0));
      until(100);
      acts.next((loop) => loop.release('b'));
      until(1_000);
      const { 'smartpoll.task.lateness': found } = await metrics();
      expect(found).toContainEqual({ attributes: { 'smartpoll.task.name': 'b' }, value: 0.09, count: 2 });
    });

    it('should be told of one that waits for a run of its own key, which is no lack of room', async () => {
      for (const overlap of ['latch', 'concat'] as Overlap[]) {
        const { meterProvider, metrics } = recorded();
        const { scheduler, after, until } = world();
        const task = { startDue: 0, overlap, project: () => after(100, 'value') };
        const again = timer(30, scheduler);
        smartPoll(
          telemetry(
            {
              tasks: { a: task },
              hooks: { again: { source: again, next: (_, loop) => loop.schedule('a', 0) } },
              scheduler,
            },
            { meterProvider },
          ),
        ).subscribe();
        until(1_000);
        const found = await metrics();
        expect([overlap, found['smartpoll.task.lateness'], found['smartpoll.task.wait']]).toEqual([
          overlap,
          [{ attributes: {}, value: 0.07, count: 2 }],
          [{ attributes: {}, value: 0, count: 2 }],
        ]);
      }
    });
  });

  it('should take the ticks that concat counts one after the other, and take back the last', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, after, until } = world();
    smartPoll(
      telemetry(
        {
          tasks: { a: { startDue: 0, overlap: 'concat', project: () => after(100, 'value') } },
          hooks: {
            again: {
              source: timer(30, 30, scheduler),
              next(i, loop) {
                if (i < 2) loop.schedule('a', 0);
                if (i === 1) loop.schedule('a', 5_000); // Due at 60, and not any more.
              },
            },
          },
          scheduler,
        },
        { meterProvider },
      ),
    ).subscribe();
    until(150);
    const found = await metrics();
    expect(found['smartpoll.task.lateness']).toEqual([{ attributes: {}, value: 0.07, count: 2 }]);
    expect(found['smartpoll.loop.ready']).toEqual([{ attributes: {}, value: 0, count: 1 }]);
  });

  it('should start the first of the ticks that concat has counted', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, after, until } = world();
    smartPoll(
      telemetry(
        {
          tasks: { a: { startDue: 0, overlap: 'concat', project: () => after(100, 'value') } },
          hooks: {
            again: {
              source: timer(30, 30, scheduler),
              next: (i, loop) => void (i < 2 && loop.schedule('a', 0)),
            },
          },
          scheduler,
        },
        { meterProvider },
      ),
    ).subscribe();
    until(150);
    expect((await metrics())['smartpoll.task.lateness']).toEqual([{ attributes: {}, value: 0.07, count: 2 }]);
    until(250);
    expect((await metrics())['smartpoll.task.lateness']).toEqual([{ attributes: {}, value: 0.21, count: 3 }]);
  });

  it('should have nothing last less than nothing where the wall clock is set back', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, after, until } = world();
    let back = 0;
    const wall = {
      now: () => scheduler.now() - back,
      schedule: scheduler.schedule.bind(scheduler),
    } as SchedulerLike;
    smartPoll(
      telemetry(
        {
          tasks: {
            a: { startDue: 0, project: () => after(10, 'value'), next: () => after(100, 'output') },
            b: { startDue: 50, project: () => of(1) },
            // Ready before the step, and starts after it.
            c: { startDue: 15, project: () => of(1) },
          },
          hooks: { step: { source: after(20, 1).pipe(tap(() => (back = 10_000))) } },
          scheduler: wall,
        },
        { meterProvider },
      ),
    ).subscribe();
    until(30);
    expect((await metrics())['smartpoll.turn.age']).toEqual([{ attributes: {}, value: 0, count: 1 }]);
    until(1_000);
    const found = await metrics();
    // A histogram drops what is less than nothing.
    const counts = { 'task.lateness': 3, 'task.wait': 3, 'task.duration': 3, 'turn.duration': 1 };
    for (const [name, count] of Object.entries(counts))
      expect([name, found[`smartpoll.${name}`]]).toEqual([
        name,
        [{ attributes: expect.anything(), value: expect.any(Number), count }],
      ]);
  });

  it('should count what happens', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, after, until } = world();
    const ticks = timer(10, 10, scheduler);
    smartPoll(
      telemetry(
        {
          tasks: {
            values: { startDue: 0, project: () => of(1, 2, 3) },
            fails: { startDue: 0, project: () => throwError(() => new TypeError()), error: () => undefined },
            late: { startDue: 0, timeout: 5, project: () => NEVER, error: () => undefined },
            latch: { startDue: 0, project: () => after(55, 1) },
            exhaust: { startDue: 0, overlap: 'exhaust', project: () => after(35, 1) },
            switch: { startDue: 0, overlap: 'switch', project: () => NEVER },
          },
          hooks: {
            tick: {
              source: ticks,
              next(i, loop) {
                if (i === 0) loop.schedule('latch', 0);
                if (i < 3) loop.schedule('exhaust', 0);
                if (i < 4) loop.schedule('switch', 0);
              },
            },
          },
          scheduler,
        },
        { meterProvider, taskName: (key) => key },
      ),
    ).subscribe();
    until(100);
    const found = await metrics();
    const counts = (name: string) =>
      Object.fromEntries(
        found[`smartpoll.task.${name}`]!.map(({ attributes, value }) => [
          attributes['smartpoll.task.name'],
          value,
        ]),
      );
    expect(counts('starts')).toEqual({ values: 1, fails: 1, late: 1, latch: 2, exhaust: 1, switch: 5 });
    expect(counts('values')).toEqual({ values: 3, latch: 1, exhaust: 1 });
    expect(counts('latched')).toEqual({ latch: 1 });
    expect(counts('dropped')).toEqual({ exhaust: 3 });
    expect(counts('cancelled')).toEqual({ switch: 4 });
    expect(counts('timeouts')).toEqual({ late: 1 });
    expect(found['smartpoll.task.errors']).toEqual([
      { attributes: { 'smartpoll.task.name': 'fails', 'error.type': 'TypeError' }, value: 1, count: 1 },
      { attributes: { 'smartpoll.task.name': 'late', 'error.type': 'TimeoutError' }, value: 1, count: 1 },
    ]);
  });

  it('should count errors of hooks and of the loop, and events that are dropped', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, after, until } = world();
    const full = new Subject<number>();
    smartPoll(
      telemetry(
        {
          tasks: { idle: { project: () => EMPTY } },
          hooks: {
            bad: { source: throwError(() => new RangeError()), error: () => undefined },
            full: { source: full, buffer: { limit: 1, overflow: 'drop-oldest' }, next: () => after(10, 1) },
            worse: { source: after(100, 1), next: () => Promise.reject(new SyntaxError()) },
          },
          scheduler,
        },
        { meterProvider, name: 'loop' },
      ),
    ).subscribe({ error: () => undefined });
    for (let i = 0; i < 4; i++) full.next(i);
    until(200);
    await Promise.resolve().then(() => undefined);
    const found = await metrics();
    const own = { 'smartpoll.loop.name': 'loop' };
    expect(found['smartpoll.hook.errors']).toEqual([
      {
        attributes: { ...own, 'smartpoll.hook.name': 'bad', 'error.type': 'RangeError' },
        value: 1,
        count: 1,
      },
    ]);
    expect(found['smartpoll.hook.dropped']).toEqual([
      { attributes: { ...own, 'smartpoll.hook.name': 'full' }, value: 2, count: 1 },
    ]);
    expect(found['smartpoll.loop.errors']).toEqual([
      { attributes: { ...own, 'error.type': 'SyntaxError' }, value: 1, count: 1 },
    ]);
  });

  it('should show what runs, is ready and waits, and how long the turn in progress lasts', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, until } = world();
    const end = new Subject<void>();
    const loop = smartPoll(
      telemetry(
        {
          tasks: {
            a: { startDue: 0, project: () => concat(of(1, 2, 3), NEVER), next: () => end },
            b: { startDue: 50, project: () => NEVER },
            c: { startDue: 60, project: () => NEVER },
          },
          scheduler,
        },
        { meterProvider, name: 'loop' },
      ),
    ).subscribe();
    const now = async () => {
      const found = await metrics();
      return gauges.map((name) => {
        const [point, ...more] = found[`smartpoll.${name}`] ?? [];
        expect(more).toEqual([]);
        expect(point!.attributes).toEqual({ 'smartpoll.loop.name': 'loop' });
        return point!.value;
      });
    };
    until(200);
    expect(await now()).toEqual([1, 2, 2, 0.2]);
    end.complete();
    expect(await now()).toEqual([3, 0, 0, 0]);
    loop.unsubscribe();
    expect(await now()).toEqual([0, 0, 0, 0]);
  });

  it.each(['unscheduled', 'removed', 'drained', 'unsubscribed', 'failed'])(
    'should have nothing ready after it was %s',
    async (how) => {
      const { meterProvider, metrics } = recorded();
      const { scheduler, until } = world();
      const acts = {
        unscheduled: (loop: TaskLoop<string>) => loop.unschedule('b'),
        removed: (loop: TaskLoop<string>) => loop.remove('b'),
        drained: (loop: TaskLoop<string>) => loop.drain(),
        failed: () => {
          throw new Error();
        },
        unsubscribed: () => run.unsubscribe(),
      };
      const run = smartPoll(
        telemetry(
          {
            entries: [
              [
                'a',
                {
                  startDue: 0,
                  project: () => timer(100, scheduler),
                  next: (_: unknown, loop: TaskLoop<string>) => acts[how as keyof typeof acts](loop),
                },
              ],
              ['b', { startDue: 50, overlap: 'concat', project: () => of(1) }],
            ] as [string, Task<string>][],
            concurrent: 1,
            scheduler,
          },
          { meterProvider },
        ),
      ).subscribe({ error: () => undefined });
      until(99);
      expect((await metrics())['smartpoll.loop.ready']).toEqual([{ attributes: {}, value: 1, count: 1 }]);
      until(1_000);
      expect((await metrics())['smartpoll.loop.ready']).toEqual([{ attributes: {}, value: 0, count: 1 }]);
      expect((await metrics())['smartpoll.loop.running']).toEqual([{ attributes: {}, value: 0, count: 1 }]);
    },
  );

  it('should go on where the last run of the loop was torn down', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, until } = world();
    const loop$ = smartPoll(
      telemetry({ tasks: { a: { startDue: 0, project: () => NEVER } }, scheduler }, { meterProvider }),
    );
    for (const runs of [1, 2, 3]) {
      const run = loop$.subscribe();
      until(runs);
      const found = await metrics();
      expect(found['smartpoll.loop.running']![0]!.value).toBe(1);
      expect(found['smartpoll.task.starts']![0]!.value).toBe(runs);
      run.unsubscribe();
    }
    expect((await metrics())['smartpoll.loop.running']![0]!.value).toBe(0);
  });

  it('should count nothing of the last run of the loop that was torn down', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, until } = world();
    let runs = 0;
    const task = { startDue: () => (runs === 1 ? 0 : null), project: () => NEVER };
    const loop$ = smartPoll(
      telemetry(
        { tasks: { a: { ...task, startDue: 0 }, b: task, c: task }, concurrent: 2, scheduler },
        { meterProvider },
      ),
    );
    const now = async () => {
      const found = await metrics();
      return ['running', 'ready'].map((name) => found[`smartpoll.loop.${name}`]![0]!.value);
    };
    runs = 1;
    const run = loop$.subscribe();
    until(1);
    expect(await now()).toEqual([2, 1]);
    run.unsubscribe();
    runs = 2;
    loop$.subscribe();
    until(2);
    expect(await now()).toEqual([1, 0]);
  });

  it('should add up loops with one name, and tell apart those with several', async () => {
    const { meterProvider, metrics } = recorded();
    for (const name of ['a', 'a', 'b'])
      smartPoll(
        telemetry(
          { scheduler: new VirtualTimeScheduler(), tasks: { hangs: { startDue: 0, project: () => NEVER } } },
          { meterProvider, name },
        ),
      ).subscribe();
    expect((await metrics())['smartpoll.loop.running']).toEqual([
      { attributes: { 'smartpoll.loop.name': 'a' }, value: 2, count: 1 },
      { attributes: { 'smartpoll.loop.name': 'b' }, value: 1, count: 1 },
    ]);
  });

  it('should not have more series for more keys, nor for more names of errors than are of use', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, until } = world();
    const task: Task<number> = {
      startDue: 0,
      project: ({ key }) => {
        const error = new Error();
        error.name = `Error of ${key}`;
        return throwError(() => error);
      },
      error: () => undefined,
    };
    const entries = Array.from({ length: 10_000 }, (_, key): [number, Task<number>] => [key, task]);
    smartPoll(telemetry({ entries, scheduler }, { meterProvider })).subscribe();
    until(10_000);
    const { 'smartpoll.task.errors': errors, ...others } = await metrics();
    expect(errors).toHaveLength(65);
    expect(errors!.at(-1)).toEqual({ attributes: { 'error.type': '_OTHER' }, value: 9_936, count: 1 });
    expect(Object.values(others).map(({ length }) => length)).toEqual(Object.values(others).map(() => 1));
  });

  it('should go to the provider that is the global one as the run begins', async () => {
    const { meterProvider, metrics } = recorded();
    const loop$ = smartPoll(
      telemetry({
        scheduler: new VirtualTimeScheduler(),
        tasks: { a: { startDue: 0, project: () => of(1) } },
      }),
    );
    loop$.subscribe();
    globalMetrics.setGlobalMeterProvider(meterProvider);
    try {
      loop$.subscribe();
    } finally {
      globalMetrics.disable();
    }
    expect((await metrics())['smartpoll.task.starts']).toEqual([{ attributes: {}, value: 1, count: 1 }]);
  });

  it('should count tasks without a name where one cannot be made, and whatever is thrown', async () => {
    const { meterProvider, metrics } = recorded();
    const { scheduler, until } = world();
    const trap = Object.create(null, {
      name: {
        get() {
          throw new Error();
        },
      },
    });
    const errors = [Object.create(null), trap];
    const loop$ = smartPoll(
      telemetry(
        {
          tasks: {
            a: { startDue: 0, repeatDue: 10, overlap: 'exhaust', project: () => EMPTY },
            b: { startDue: 0, project: () => throwError(() => errors[0]), error: () => undefined },
            c: { startDue: 0, project: () => throwError(() => errors[1]), error: () => undefined },
            d: { startDue: 5, project: () => NEVER },
          },
          hooks: {
            h: {
              source: timer(55, scheduler),
              next: () => {
                throw errors[runs % 2];
              },
            },
          },
          scheduler,
        },
        {
          meterProvider,
          taskName: () => {
            throw new Error();
          },
        },
      ),
    );
    let runs = 0;
    for (const end of [50, 150]) {
      loop$.subscribe({ error: () => runs++ });
      until(end);
      const found = await metrics();
      const only = (value: number) => [{ attributes: {}, value, count: 1 }];
      expect(found['smartpoll.task.starts']).toEqual(only(runs * 9 + 9));
      expect(found['smartpoll.loop.ready']).toEqual(only(0));
      expect(found['smartpoll.loop.running']).toEqual(only(1));
      expect(found['smartpoll.task.errors']![0]!.value).toBe(runs * 2 + 2);
      until(end + 50);
      const { 'smartpoll.loop.running': running, 'smartpoll.loop.errors': ends } = await metrics();
      expect([running, ends![0]!.value]).toEqual([only(0), runs]);
    }
  });

  it('should not let a name that cannot be made break the loop', () => {
    const { meterProvider } = recorded();
    const values: number[] = [];
    const finalized: string[] = [];
    const taskName = (): string => {
      throw new Error();
    };
    smartPoll(
      telemetry(
        {
          scheduler: new VirtualTimeScheduler(),
          tasks: {
            a: {
              startDue: 0,
              project: () => of(1).pipe(finalize(() => finalized.push('a'))),
              next: (value) => [value],
            },
          },
        },
        { meterProvider, taskName },
      ),
    ).subscribe((value) => values.push(value));
    expect([values, finalized]).toEqual([[1], ['a']]);
  });
});

function once<A>(work: (argument: A) => void): (argument: A) => void {
  let done = false;
  return (argument) => {
    if (!done) work(argument);
    done = true;
  };
}
