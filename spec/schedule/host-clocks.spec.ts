import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { of, Subject } from 'rxjs';
import type * as library from '../../lib/index.js';
import type { ControlLoop, Task } from '../../lib/index.js';
import { obey, type Command } from '../support/driven.js';
import { FakeWorld, type WorldOptions } from '../support/fake-world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let world: FakeWorld;

/**
 * The library as it is loaded in a world of its own, whose clocks and timers it takes for the host's. Otherwise
 * it takes them for fakes, which show the time as it is.
 */
const loadIn = (options: WorldOptions): typeof library => {
  world = new FakeWorld(options);
  return load();
};

const load = (): typeof library => {
  let loaded: typeof library | undefined;
  jest.isolateModules(() => (loaded = jest.requireActual<typeof library>('../../lib/index.js')));
  return loaded!;
};

interface Start {
  key: string;
  /** The monotonic and the wall clock, as they are in truth. */
  at: number;
  wall: number;
}

/** A run that notes its starts, and a loop that does as it is told. */
const run = ({ smartPoll }: typeof library, plans: Record<string, Omit<Task<any>, 'project'>>) => {
  const starts: Start[] = [];
  const commands = new Subject<Command>();
  const project = ({ key }: { key: unknown }) => {
    starts.push({ key: String(key), at: world.monotonic, wall: world.wall });
    return of(0);
  };
  const begin = world.monotonic;
  const subscription = smartPoll({
    entries: Object.entries(plans).map(([key, plan]) => [key, { project, ...plan }]),
    hooks: { commands: obey(commands) },
  }).subscribe();
  return {
    starts,
    begin,
    subscription,
    tell: (command: (loop: ControlLoop<any>) => void) => commands.next(command),
    afters: (key: string) => starts.filter((start) => start.key === key).map(({ at }) => at - begin),
    dueTime: (key: string): number => {
      let due = NaN;
      commands.next((loop: ControlLoop<any>) => void (due = loop.dueTime(key)?.getTime() ?? NaN));
      return due;
    },
  };
};

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  world.restore();
});

/** From one to the next. */
const intervals = (times: readonly number[]) => times.slice(1).map((time, i) => time - times[i]!);

const coarse = [
  { step: 1, early: 1 },
  { step: 1, jitter: true, late: 1.2 },
  { step: 16.67, early: 0.7 },
  { step: 16.67, jitter: true, late: 0.3 },
  { step: 100, late: 1.2 },
  { step: 100, jitter: true, early: 1 },
].map((options): [string, WorldOptions & { step: number }] => [
  JSON.stringify(options),
  { look: 0.01, ...options },
]);

/** Steps that have not been seen yet may be the largest there are. */
const unknown = { step: 100 };
/** How late a key may be, at most, and how much longer than their delay beats may take on average. */
const latest = ({ step = 0 }: WorldOptions) => 6 * step + 5;
const period = ({ step = 0 }: WorldOptions) => 2 * step + 4;

describe("a host's clock that moves in steps", () => {
  const beats = (options: WorldOptions & { step: number }, duration: number) => {
    const { afters } = run(loadIn(options), {
      beat: { startDue: 30, repeatDue: 30 },
      soon: { startDue: 3 * SECOND },
      late: { startDue: duration },
    });
    world.pass(duration + SECOND);

    for (const [key, due] of Object.entries({ soon: 3 * SECOND, late: duration })) {
      expect(afters(key)).toHaveLength(1);
      expect(afters(key)[0]).toBeGreaterThanOrEqual(due);
      expect(afters(key)[0]).toBeLessThan(due + latest(unknown));
    }
    expect(Math.min(...intervals(afters('beat')))).toBeGreaterThanOrEqual(30);
    expect(afters('beat').length).toBeGreaterThan(duration / (30 + 2 * unknown.step));
  };

  it.each(coarse)(
    'should let beats of 30 ms, and what waits beside them, not be early: %s (6.4)',
    (_, options) => beats(options, 3 * MINUTE),
  );

  it.each(coarse)('should not drift in an hour of beats of 30 ms: %s (6.4)', (_, options) =>
    beats(options, HOUR),
  );

  it.each(coarse)('should be right at once for a key that is scheduled alone: %s (6.4)', (_, options) => {
    const { tell, starts } = run(loadIn(options), { a: {} });
    world.pass(12_345.6);
    for (let i = 0; i < 50; i++) {
      const from = world.monotonic;
      tell((loop) => loop.schedule('a', 40));
      world.pass(977.3);
      expect(starts[i]!.at - from).toBeGreaterThanOrEqual(40);
      expect(starts[i]!.at - from).toBeLessThan(40 + 4);
    }
  });

  const event = fc.record({
    wait: fc.double({ min: 0, max: 400, noNaN: true }),
    blocked: fc.boolean(),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    due: fc.integer({ min: 1, max: 300 }),
    how: fc.constantFrom('schedule', 'scheduleSooner', 'unschedule'),
  });

  it.each(coarse)('should start nothing early, whatever is scheduled when: %s (6.4)', (_, options) => {
    const loaded = loadIn(options);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.boolean(), (events, beats) => {
        const beat = { startDue: 0, repeatDue: 30 };
        const keys = { a: {}, b: {}, c: {}, d: {}, ...(beats && { beat }) };
        const { tell, starts, subscription } = run(loaded, keys);
        const most = latest(unknown); // Nobody looks often enough to know better.
        /** Between which true instants each key that waits is to start. */
        const waiting = new Map<string, [soonest: number, latest: number]>();
        const look = () => {
          for (const { key, at } of starts.splice(0)) {
            if (key === 'beat') continue;
            const [soonest, latest] = waiting.get(key)!;
            waiting.delete(key);
            expect(at).toBeGreaterThanOrEqual(soonest);
            expect(at).toBeLessThanOrEqual(latest);
          }
        };
        for (const { wait, blocked, key, due, how } of events) {
          if (blocked) {
            world.block(wait);
            for (const times of waiting.values()) times[1] = Math.max(times[1], world.monotonic + most);
          } else world.pass(wait);
          look();
          const soonest = world.monotonic + due;
          const before =
            how === 'scheduleSooner' ? (waiting.get(key) ?? [Infinity, Infinity]) : [Infinity, Infinity];
          if (how === 'unschedule') {
            waiting.delete(key);
            tell((loop) => loop.unschedule(key));
          } else {
            waiting.set(key, [Math.min(before[0]!, soonest), Math.min(before[1]!, soonest + most)]);
            tell((loop) => loop[how](key, due));
          }
        }
        world.pass(SECOND);
        look();
        expect(waiting.size).toBe(0);
        subscription.unsubscribe();
      }),
      { numRuns: 50 },
    );
  });

  it.each(coarse)('should not let dueTime flicker: %s (6.4, 6.5)', (_, options) => {
    const { dueTime, tell } = run(loadIn(options), { beat: { startDue: 0, repeatDue: 30 }, a: {} });
    world.pass(123);
    tell((loop) => loop.schedule('a', HOUR));
    const due = dueTime('a');
    expect(Math.abs(due - (world.wall + HOUR))).toBeLessThan(latest(unknown));
    for (let i = 0; i < 500; i++) {
      world.pass(0.37 * i);
      expect(dueTime('a')).toBe(due);
    }
  });

  it.each(coarse)('should show no dueTime that is yet to come for a ready key: %s (1.7)', (_, options) => {
    const { smartPoll } = loadIn(options);
    const commands = new Subject<Command>();
    let busy: Subject<never> | undefined;
    const subscription = smartPoll({
      tasks: {
        busy: { startDue: 0, project: () => (busy = new Subject<never>()) },
        a: { project: () => of(1) },
      },
      hooks: { commands: obey(commands) },
      concurrent: 1,
    }).subscribe();
    expect(busy).toBeDefined();
    for (const due of [0, 10, 47, 230]) {
      world.pass(333.3);
      commands.next((loop: ControlLoop<any>) => loop.unschedule('a'));
      commands.next((loop: ControlLoop<any>) => loop.schedule('a', due));
      world.pass(due);
      let last = NaN;
      for (let i = 0; i < 300; i++) {
        commands.next((loop: ControlLoop<any>) => {
          if (loop.explain('a').reason !== 'concurrent') return;
          const dueTime = loop.dueTime('a')!.getTime();
          expect(dueTime).toBeLessThanOrEqual(loop.now());
          if (!Number.isNaN(last)) expect(dueTime).toBe(last);
          last = dueTime;
        });
        world.pass(3.7);
      }
      expect(last).not.toBeNaN();
    }
    subscription.unsubscribe();
  });
});

describe('a wall that slews', () => {
  const worlds = [
    { slew: 5e-4 },
    { slew: -5e-4, step: 16.67 },
    { slew: 0.02, step: 16.67 },
    { slew: -0.02 },
  ].map((options): [string, WorldOptions] => [
    JSON.stringify(options),
    { look: 0.001, late: 0.2, ...options },
  ]);

  it.each(worlds)('should leave relative dues alone: %s (6.4, 6.5)', (_, options) => {
    const { afters } = run(loadIn(options), {
      beat: { startDue: 30, repeatDue: 30 },
      late: { startDue: 10 * MINUTE },
    });
    world.pass(10 * MINUTE + SECOND);

    expect(Math.min(...intervals(afters('beat')))).toBeGreaterThanOrEqual(30);
    expect(afters('beat').length).toBeGreaterThan((10 * MINUTE) / (30 + period(options)));
    expect(afters('late')[0]).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(afters('late')[0]).toBeLessThan(10 * MINUTE + latest(options));
  });

  it.each(worlds)('should be followed by dueTime one way, not to and fro: %s (6.5)', (_, options) => {
    const { dueTime, begin } = run(loadIn(options), {
      beat: { startDue: 0, repeatDue: SECOND },
      a: { startDue: 2 * HOUR },
    });
    const dues: number[] = [];
    for (let i = 0; i < 2_000; i++) {
      world.pass(1_234.5);
      dues.push(dueTime('a'));
      expect(Math.abs(dues[i]! - (world.wall + begin + 2 * HOUR - world.monotonic))).toBeLessThan(150);
    }
    const changes = intervals(dues).filter((change) => change !== 0);
    expect(changes.every((change) => Math.sign(change) === Math.sign(options.slew!))).toBe(true);
  });

  it.each(worlds)('should be followed by dates: %s (6.4, 6.5)', (_, options) => {
    const { starts } = run(loadIn(options), {
      a: { startDue: (now) => new Date(now.getTime() + 10 * MINUTE) },
      beat: { startDue: 0, repeatDue: 30 },
    });
    const date = Math.floor(world.wall) + 10 * MINUTE - (options.step ?? 0);
    world.pass(12 * MINUTE);

    const [start] = starts.filter(({ key }) => key === 'a');
    expect(start!.wall).toBeGreaterThanOrEqual(date);
    expect(start!.wall).toBeLessThan(date + 100);
  });
});

describe('a Date that is replaced, alone', () => {
  const fine: WorldOptions = { look: 0.001, late: 0.2 };
  const frozen = Date.UTC(2026, 0, 1);
  const RealDate = Date;
  const ways: [string, () => void, (by: number) => void][] = [
    [
      'assigned',
      () => {
        globalThis.Date = class MockDate extends RealDate {
          static override now = () => frozen;
        } as DateConstructor;
      },
      () => (Date.now = () => frozen + HOUR),
    ],
    [
      'its now, by jest.spyOn',
      () => void jest.spyOn(Date, 'now').mockReturnValue(frozen),
      () => void jest.spyOn(Date, 'now').mockReturnValue(frozen + HOUR),
    ],
    [
      "by sinon's toFake: ['Date']",
      () =>
        void jest.useFakeTimers({
          now: frozen,
          doNotFake: [
            ...([
              'hrtime',
              'nextTick',
              'performance',
              'queueMicrotask',
              'setImmediate',
              'setInterval',
            ] as const),
            ...([
              'setTimeout',
              'clearImmediate',
              'clearInterval',
              'clearTimeout',
              'requestAnimationFrame',
            ] as const),
          ],
        }),
      () => void jest.setSystemTime(frozen + HOUR),
    ],
  ];
  afterEach(() => {
    globalThis.Date = RealDate;
  });

  it.each(ways)('should not touch relative dues: %s (6.4)', (_, replace, set) => {
    const loaded = loadIn(fine);
    replace();
    const { afters, tell, begin } = run(loaded, { a: { startDue: SECOND }, b: {}, hour: { startDue: HOUR } });
    world.pass(900);
    const asked = world.monotonic - begin;
    tell((loop) => loop.schedule('b', SECOND));
    world.pass(10 * MINUTE);
    set(HOUR);
    world.pass(2 * HOUR);

    const dues = { a: SECOND, b: asked + SECOND, hour: HOUR };
    for (const [key, due] of Object.entries(dues)) {
      expect(afters(key)).toHaveLength(1);
      expect(afters(key)[0]).toBeGreaterThanOrEqual(due);
      expect(afters(key)[0]).toBeLessThan(due + 2);
    }
  });

  it.each(ways)('should be what dates follow: %s (6.4, 6.5)', (_, replace, set) => {
    const loaded = loadIn(fine);
    replace();
    const { starts, begin, dueTime } = run(loaded, {
      a: { startDue: new Date(frozen + MINUTE) },
      b: { startDue: HOUR },
    });
    expect(dueTime('b')).toBe(frozen + HOUR);
    world.pass(10 * MINUTE);
    expect(starts).toEqual([]);
    set(HOUR);
    world.pass(MINUTE + 10);
    expect(starts).toHaveLength(1);
    expect(starts[0]!.at - begin).toBeGreaterThan(10 * MINUTE);
  });
});

describe('fake timers that were there before the library', () => {
  it.each<[string, Parameters<typeof jest.useFakeTimers>[0]]>([
    ['all of them', {}],
    ['all but performance', { doNotFake: ['performance'] }],
  ])('should be followed as they are: %s (6.1)', (_, options) => {
    world = new FakeWorld({});
    world.restore();
    jest.useFakeTimers(options);
    const { smartPoll } = load();
    const begin = Date.now();
    const starts: [unknown, number][] = [];
    const project = ({ key }: { key: string }) => (starts.push([key, Date.now() - begin]), of(0));
    const event = new Subject<void>();
    const subscription = smartPoll({
      tasks: { a: { startDue: SECOND, repeatDue: SECOND, project }, b: { project } },
      hooks: { event: { source: event, next: (__, loop) => loop.schedule('b', 500) } },
    }).subscribe();
    jest.advanceTimersByTime(250);
    event.next();
    jest.advanceTimersByTime(1_260);
    event.next();
    jest.advanceTimersByTime(1_500);
    subscription.unsubscribe();
    expect(starts).toEqual([
      ['b', 750],
      ['a', 1_000],
      ['a', 2_000],
      ['b', 2_010],
      ['a', 3_000],
    ]);
  });
});
