import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { asyncScheduler, lastValueFrom, NEVER, of, Subject, take, toArray, type SchedulerLike } from 'rxjs';
import { smartPoll, type ControlLoop, type Task } from '../../lib/index.js';
import { obey, type Command } from '../support/driven.js';
import { FakeWorld, type WorldOptions } from '../support/fake-world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A start, told by both clocks: since the run began, and since the epoch. */
interface Start {
  key: string;
  after: number;
  wall: number;
}
type Plan = Omit<Task<any>, 'project'>;

let world: FakeWorld;

/** A run in a world of its own: what it starts, and a loop that does as it is told. */
const live = (plans: Record<string, Plan>, options: WorldOptions = {}, scheduler?: SchedulerLike) => {
  world = new FakeWorld(options);
  const begin = world.monotonic;
  const starts: Start[] = [];
  const commands = new Subject<Command>();
  const project = ({ key }: { key: unknown }) => {
    starts.push({ key: String(key), after: world.monotonic - begin, wall: world.wall });
    return of(0);
  };
  const subscription = smartPoll({
    entries: Object.entries(plans).map(([key, plan]) => [key, { project, ...plan }]),
    hooks: { commands: obey(commands) },
    ...(scheduler && { scheduler }),
  }).subscribe();
  return {
    starts,
    subscription,
    tell: (command: Command) => commands.next(command),
    dueTime: (key = 'a'): number => {
      let due = NaN;
      commands.next((loop: ControlLoop<any>) => void (due = loop.dueTime(key)?.getTime() ?? NaN));
      return due;
    },
    afters: (key = 'a') => starts.filter((start) => start.key === key).map(({ after }) => after),
    walls: (key = 'a') => starts.filter((start) => start.key === key).map(({ wall }) => wall),
  };
};

/** `startDue` of a date this far ahead, by the wall clock as the run begins. */
const dateIn = (duration: number) => (now: Date) => new Date(now.getTime() + duration);

afterEach(() => world.restore());

/** What happens to a clock: how far the wall jumps, and how far the monotonic clock goes meanwhile. */
const steps: [string, number, () => void][] = [
  ['+1 h', HOUR, () => world.stepWall(HOUR)],
  ['−1 h', -HOUR, () => world.stepWall(-HOUR)],
  ['+30 days', 30 * DAY, () => world.stepWall(30 * DAY)],
  ['−30 days', -30 * DAY, () => world.stepWall(-30 * DAY)],
  ['a sleep of 8 h', 8 * HOUR, () => world.sleep(8 * HOUR)],
];
const forward = steps.filter(([, by]) => by > 0);
const back = steps.filter(([, by]) => by < 0);

describe('a relative due', () => {
  it.each(steps)('should be exact, whatever the wall clock does: %s (6.4, 6.5)', (_, __, step) => {
    const { afters } = live({
      a: { startDue: 10 * MINUTE, repeatDue: 10 * MINUTE },
      b: { startDue: 7 * SECOND, repeatDue: 7 * SECOND },
    });
    world.pass(3 * MINUTE + 1);
    step();
    world.pass(10 * MINUTE);
    step();
    world.pass(HOUR - 13 * MINUTE - 1);

    expect(afters('a')).toEqual([1, 2, 3, 4, 5, 6].map((i) => i * 10 * MINUTE));
    expect(afters('b')).toEqual(Array.from({ length: 514 }, (__, i) => (i + 1) * 7 * SECOND));
    expect(world.wakes).toBeLessThanOrEqual(6 + 514);
  });

  it.each(steps)('should be exact beside a date: %s (6.4, 6.5)', (_, __, step) => {
    const { afters } = live({
      a: { startDue: 10 * MINUTE, repeatDue: 10 * MINUTE },
      date: { startDue: dateIn(40 * DAY) },
    });
    world.pass(25 * MINUTE);
    step();
    world.pass(HOUR - 25 * MINUTE);

    expect(afters()).toEqual([1, 2, 3, 4, 5, 6].map((i) => i * 10 * MINUTE));
    expect(world.wakes).toBeLessThanOrEqual(60 + 6);
  });

  it.each(steps)('should be exact if it is set after a step: %s (6.5)', (_, __, step) => {
    const { afters, tell } = live({ a: {} });
    world.pass(MINUTE);
    step();
    tell((loop) => loop.schedule('a', 90 * SECOND));
    step();
    world.pass(DAY);

    expect(afters()).toEqual([MINUTE + 90 * SECOND]);
    expect(world.wakes).toBe(1);
  });

  it.each(steps)(
    'should be exact if it is that of a timeout, of a first stage or a turn: %s (3.9, 5.12, 6.5)',
    (_, __, step) => {
      world = new FakeWorld();
      const begin = world.monotonic;
      const failures: [string, number][] = [];
      const failed = ({ name }: Error) => void failures.push([name, world.monotonic - begin]);
      smartPoll({
        turnTimeout: 20 * MINUTE,
        tasks: {
          a: { startDue: 0, timeout: 10 * MINUTE, project: () => NEVER, error: failed },
          b: { startDue: 15 * MINUTE, project: () => of(0), next: () => NEVER },
        },
      }).subscribe({ error: failed });
      world.pass(3 * MINUTE);
      step();
      world.pass(15 * MINUTE);
      step();
      world.pass(HOUR);
      expect(failures).toEqual([
        ['TimeoutError', 10 * MINUTE],
        ['TurnTimeoutError', 35 * MINUTE],
      ]);
    },
  );

  it.each(steps)('should be exact if it is the span of a rate: %s (5.15, 6.5, 7.3)', (_, __, step) => {
    world = new FakeWorld();
    const begin = world.monotonic;
    const starts: number[] = [];
    const commands = new Subject<Command>();
    smartPoll({
      limits: { x: { rate: { starts: 1, per: 10 * MINUTE } } },
      tasks: {
        a: {
          startDue: 0,
          repeatDue: 0,
          limit: 'x',
          project: () => (starts.push(world.monotonic - begin), of(0)),
        },
      },
      hooks: { commands: obey(commands) },
    }).subscribe();
    /** How long it takes until there is room, as it is told. */
    const left = () => {
      let until = NaN;
      commands.next((loop: ControlLoop<any>) => {
        const found = loop.explain('a');
        if (found.reason === 'limit') until = +found.until! - loop.now();
      });
      return until;
    };
    world.pass(3 * MINUTE);
    step();
    expect(left()).toBe(7 * MINUTE);
    world.pass(8 * MINUTE);
    step();
    world.pass(20 * MINUTE);
    expect(starts).toEqual([0, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE]);
    expect(world.wakes).toBe(3);
  });

  it('should not pass while machine and monotonic clock sleep (6.5)', () => {
    const { afters } = live({ a: { startDue: HOUR, repeatDue: HOUR } });
    world.pass(HOUR / 2);
    world.sleep(8 * HOUR);
    world.pass(HOUR / 2 - 1);
    expect(afters()).toEqual([]);
    world.pass(1);
    expect(afters()).toEqual([HOUR]);
    world.pass(HOUR);
    expect(afters()).toEqual([HOUR, 2 * HOUR]);
  });

  it('should pass where the monotonic clock goes on in sleep, and start once on waking (6.5)', () => {
    const { afters } = live({ a: { startDue: HOUR, repeatDue: HOUR } });
    world.pass(HOUR / 2);
    world.sleep(8 * HOUR, true);
    world.pass(HOUR);

    expect(afters()).toEqual([8.5 * HOUR, 9.5 * HOUR]);
    expect(world.wakes).toBe(2);
  });

  it('should be compared with a date by the wall clock of now (1.5, 6.5)', () => {
    const { afters, tell } = live({ a: { startDue: 2 * HOUR } });
    const date = new Date(world.wall + 3 * HOUR);
    tell((loop) => loop.scheduleSooner('a', date));
    world.stepWall(90 * MINUTE); // Now the date is 90 minutes away, and the key still 2 hours.
    tell((loop) => loop.scheduleSooner('a', date));
    world.pass(3 * HOUR);

    expect(afters()).toEqual([90 * MINUTE]);
  });
});

describe('a date', () => {
  it('should be exact while nothing steps (6.4, 6.5)', () => {
    const { walls } = live({ a: { startDue: dateIn(3 * HOUR + 1_234) } });
    const date = world.wall + 3 * HOUR + 1_234;
    world.pass(DAY);

    expect(walls()).toEqual([date]);
    expect(world.wakes).toBe(181); // One look a minute.
  });

  it.each(forward)('that a step passes should be noticed within a minute: %s (6.5)', (_, __, step) => {
    const { starts, afters } = live({ a: { startDue: dateIn(HOUR) } });
    const date = world.wall + HOUR;
    world.pass(10 * MINUTE + 12_345);
    step();
    world.pass(DAY);

    expect(starts).toHaveLength(1);
    expect(starts[0]!.wall).toBeGreaterThanOrEqual(date);
    expect(afters()[0]).toBeGreaterThan(10 * MINUTE + 12_345);
    expect(afters()[0]).toBeLessThanOrEqual(11 * MINUTE + 12_345);
    expect(world.wakes).toBeLessThanOrEqual(12);
  });

  it.each(forward)('that a step nears should be exact: %s (6.4, 6.5)', (_, by, step) => {
    const { walls, afters } = live({ a: { startDue: dateIn(by + HOUR) } });
    const date = world.wall + by + HOUR;
    world.pass(12_345);
    step();
    world.pass(DAY);

    expect(walls()).toEqual([date]);
    expect(afters()).toEqual([HOUR]);
  });

  it.each(back)('should not be early after a step back: %s (6.4, 6.5)', (_, by, step) => {
    const { walls, afters } = live({ a: { startDue: dateIn(HOUR) } });
    const date = world.wall + HOUR;
    world.pass(HOUR - 1);
    step();
    world.pass(1 - by);
    expect(walls()).toEqual([date]);
    expect(afters()).toEqual([HOUR - by]);
    const looks = (HOUR - by) / MINUTE;
    expect(world.wakes).toBeLessThanOrEqual(looks + 2);
  });

  it('should be noticed within a minute of waking, and start once (6.5)', () => {
    for (const clockGoesOn of [false, true]) {
      const { starts } = live({ a: { startDue: dateIn(HOUR) } });
      world.pass(10 * MINUTE + 1);
      world.sleep(8 * HOUR, clockGoesOn);
      const awake = world.wall;
      world.pass(DAY);
      world.restore();

      expect(starts).toHaveLength(1);
      expect(starts[0]!.wall - awake).toBeLessThanOrEqual(clockGoesOn ? 0 : MINUTE);
      expect(world.waiting).toBe(0);
    }
  });

  it('should be noticed within a minute beside relative dues that wake more seldom (6.5)', () => {
    const { afters } = live({ date: { startDue: dateIn(HOUR) }, a: { startDue: 5 * HOUR } });
    world.pass(10 * MINUTE);
    world.stepWall(HOUR);
    world.pass(MINUTE);
    expect(afters('date')).toHaveLength(1);
    const { wakes } = world;
    world.pass(5 * HOUR);
    expect(afters('a')).toEqual([5 * HOUR]);
    expect(world.wakes - wakes).toBeLessThanOrEqual(1); // Nobody looks at the wall clock any more.
  });

  it('should be noticed within a minute though keys before it are rescheduled all the time (6.5)', () => {
    const { afters } = live({ date: { startDue: dateIn(HOUR) }, a: { startDue: 0, repeatDue: 40 * SECOND } });
    world.pass(10 * MINUTE + 1);
    world.stepWall(HOUR);
    world.pass(MINUTE);

    expect(afters('date')).toHaveLength(1);
  });

  it('years ahead should cost a wake a minute (6.3, 6.5)', () => {
    const { starts, subscription } = live({ a: { startDue: dateIn(3_650 * DAY) } });
    world.pass(2 * DAY);

    expect(starts).toEqual([]);
    expect(world.wakes).toBe(2 * 1_440);
    expect(world.waiting).toBe(1);
    subscription.unsubscribe();
    expect(world.waiting).toBe(0);
  });
});

describe('a delay past 2³¹ ms', () => {
  it('should take two wakes (6.3, 6.5)', () => {
    const { afters } = live({ a: { startDue: 2 ** 31 + 5 } });
    world.pass(2 ** 31 + 4);
    expect(afters()).toEqual([]);
    world.pass(1);

    expect(afters()).toEqual([2 ** 31 + 5]);
    expect(world.wakes).toBeLessThanOrEqual(2);
  });

  it('should be exact though the wall clock steps (6.3, 6.5)', () => {
    const { afters } = live({ a: { startDue: 2 ** 32 } });
    for (const by of [HOUR, -HOUR, 30 * DAY]) {
      world.pass(DAY);
      world.stepWall(by);
    }
    world.pass(2 ** 32 - 3 * DAY);

    expect(afters()).toEqual([2 ** 32]);
    expect(world.wakes).toBeLessThanOrEqual(3);
  });
});

describe('a timer that fires early', () => {
  it.each([1, 0.5])('by %d ms should start nothing early, and be set once more (6.4)', (early) => {
    const { starts } = live(
      { a: { startDue: 100, repeatDue: 100 }, date: { startDue: dateIn(1_050) } },
      { early },
    );
    const date = world.wall + 1_050;
    world.pass(2_000);

    const relative = starts.filter(({ key }) => key === 'a');
    relative.forEach(({ after }, i) =>
      expect(after - (i === 0 ? 0 : relative[i - 1]!.after)).toBeGreaterThanOrEqual(100),
    );
    expect(relative.length).toBeGreaterThanOrEqual(19);
    expect(relative.at(-1)!.after).toBeLessThan(2_001);
    expect(starts.filter(({ key }) => key === 'date')).toHaveLength(1);
    expect(starts.find(({ key }) => key === 'date')!.wall).toBeGreaterThanOrEqual(date);
    expect(world.wakes).toBeLessThanOrEqual(2 * starts.length);
  });
});

describe('a late timer', () => {
  it('of a throttled tab should not be taken for a step (6.5)', () => {
    const { starts, dueTime, afters } = live(
      {
        a: { startDue: 10 * HOUR },
        b: { startDue: 10 * SECOND, repeatDue: 10 * SECOND },
        date: { startDue: dateIn(10 * HOUR + 1) },
      },
      { throttle: MINUTE },
    );
    const due = dueTime();
    const date = world.wall + 10 * HOUR + 1;
    for (let hour = 0; hour < 10; hour++) {
      expect(dueTime()).toBe(due);
      world.pass(HOUR);
    }
    world.pass(MINUTE);

    expect(starts.filter(({ key }) => key === 'date')).toHaveLength(1);
    expect(starts.find(({ key }) => key === 'date')!.wall).toBeGreaterThanOrEqual(date);
    expect(afters('a')).toHaveLength(1);
    expect(afters('a')[0]).toBeGreaterThanOrEqual(10 * HOUR);
    expect(afters('a')[0]).toBeLessThan(10 * HOUR + MINUTE);
    expect(afters('b')).toHaveLength(601);
    expect(world.wakes).toBe(601);
  });

  it('of a blocked event loop should not be taken for a step, nor start a key twice (6.5)', () => {
    const { afters, dueTime, walls } = live({
      a: { startDue: SECOND, repeatDue: SECOND },
      b: { startDue: HOUR },
      date: { startDue: dateIn(2 * SECOND) },
    });
    const due = dueTime('b');
    const date = world.wall + 2 * SECOND;
    world.pass(500);
    world.block(5 * SECOND);
    world.pass(0);
    expect(afters('a')).toEqual([5_500]);
    expect(walls('date')).toEqual([date + 3_500]);
    expect(dueTime('b')).toBe(due);
    world.pass(2 * SECOND);
    expect(afters('a')).toEqual([5_500, 6_500, 7_500]);
    expect(dueTime('b')).toBe(due);
    world.pass(HOUR);
    expect(afters('b')).toEqual([HOUR]);
  });

  it('of a first stage that blocks should not be taken for a step (6.5)', () => {
    const { afters } = live({
      a: { startDue: 10 * SECOND, repeatDue: 10 * SECOND, next: () => world.block(5 * SECOND) },
      b: { startDue: 12 * SECOND, repeatDue: MINUTE },
    });
    world.pass(2 * MINUTE);

    expect(afters('a')).toEqual([10, 25, 40, 55, 70, 85, 100, 115].map((time) => time * SECOND));
    expect(afters('b')).toEqual([15_001, 75_001]); // A millisecond is the shortest delay of the host.
    expect(world.wakes).toBeLessThanOrEqual(2 * 10);
  });
});

describe('dueTime of a relative due', () => {
  it('should not flicker (6.5)', () => {
    const { dueTime } = live({ a: { startDue: HOUR } });
    const due = dueTime();
    expect(due).toBe(world.wall + HOUR);
    for (let i = 0; i < 500; i++) {
      world.pass(0.37 * i);
      world.stepWall(i % 2 === 0 ? 6 : -6); // As a clock that is being slewed.
      expect(dueTime()).toBe(due);
    }
  });

  it.each(steps)('should follow the wall clock: %s (6.5)', (_, by, step) => {
    const { dueTime } = live({ a: { startDue: 2 * HOUR } });
    const due = dueTime();
    world.pass(MINUTE);
    step();
    expect(dueTime()).toBe(due + by);
    world.pass(MINUTE);
    expect(dueTime()).toBe(due + by);
    step();
    expect(dueTime()).toBe(due + 2 * by);
  });

  it('should be left alone where it is a date (6.5)', () => {
    const { dueTime } = live({ a: { startDue: dateIn(2 * HOUR) } });
    const date = world.wall + 2 * HOUR;
    world.pass(MINUTE);
    world.stepWall(HOUR);

    expect(dueTime()).toBe(date);
  });
});

describe('a scheduler that arms its timers elsewhere', () => {
  it.each(steps)('should have the line of the default one, whose clock it has: %s (6.5)', (_, __, step) => {
    const elsewhere = Object.create(asyncScheduler) as SchedulerLike;
    elsewhere.schedule = (...args: Parameters<SchedulerLike['schedule']>) => asyncScheduler.schedule(...args);
    const plans = {
      a: { startDue: 10 * MINUTE, repeatDue: 10 * MINUTE },
      b: { startDue: 7 * SECOND, repeatDue: 7 * SECOND },
    };
    const { afters } = live(plans, {}, elsewhere);
    world.pass(3 * MINUTE + 1);
    step();
    world.pass(30 * MINUTE);
    expect(afters()[0]).toBe(10 * MINUTE);
  });
});

describe('a clock that cannot be trusted', () => {
  it('should be believed less than its timers: Date stands still (6.1, 6.5)', () => {
    const { afters, dueTime } = live(
      { a: { startDue: 100, repeatDue: 100 }, b: { startDue: 250 } },
      { performance: false, dateFrozen: true },
    );
    const due = dueTime('b');
    world.pass(1_000);

    expect(afters('a')).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
    expect(afters('b')).toEqual([250]);
    expect(due).toBe(world.wall + 250);
    expect(world.wakes).toBe(11);
  });

  it('should not keep a key from starting: Date stands still beside real timers (6.1, 6.5)', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1));
    try {
      const starts = await lastValueFrom(
        smartPoll({
          tasks: { a: { startDue: 0, repeatDue: 10, project: () => [0], next: (_, loop) => [loop.now()] } },
        }).pipe(take(4), toArray()),
      );
      expect(starts).toEqual(Array(4).fill(Date.UTC(2026, 0, 1)));
    } finally {
      now.mockRestore();
    }
  });

  it('should not make a date that never comes busy: Date stands still (6.5)', () => {
    const { starts } = live({ a: { startDue: dateIn(HOUR) } }, { performance: false, dateFrozen: true });
    world.pass(5 * HOUR);

    expect(starts).toEqual([]);
    expect(world.wakes).toBe(300);
  });

  const onlyWall: SchedulerLike = {
    now: () => world.wall,
    schedule: (work: any, delay?: number, state?: any) => asyncScheduler.schedule(work, delay, state),
  };

  it.each(back)(
    "should not make a key late where it goes back: a scheduler's, %s (6.4, 6.5)",
    (_, __, step) => {
      const { afters } = live(
        { a: { startDue: MINUTE, repeatDue: MINUTE }, b: { startDue: HOUR } },
        {},
        onlyWall,
      );
      world.pass(10 * MINUTE + 1);
      step();
      world.pass(20 * MINUTE);
      step();
      world.pass(30 * MINUTE - 1);

      expect(afters('a')).toEqual(Array.from({ length: 60 }, (__, i) => (i + 1) * MINUTE));
      expect(afters('b')).toEqual([HOUR]);
      expect(world.wakes).toBeLessThanOrEqual(61);
    },
  );

  it.each(back)('should not go back on the line: %s (6.5)', (_, __, step) => {
    const { afters, tell } = live(
      { a: { startDue: HOUR }, b: {}, c: { startDue: 10 * MINUTE } },
      {},
      onlyWall,
    );
    world.pass(10 * MINUTE);
    step();
    tell((loop) => loop.schedule('b', 30 * SECOND)); // The timer is set anew, by a clock that went back.
    world.pass(HOUR);

    expect(afters('b')).toEqual([10 * MINUTE + 30 * SECOND]);
    expect(afters('a')).toEqual([HOUR]);
  });

  it.each(back)('should go on from where it was: %s (6.5)', (_, __, step) => {
    const { afters, tell } = live({ a: { startDue: 20 * SECOND }, b: {} }, {}, onlyWall);
    const look = () => tell((loop) => void loop.dueTime('a')); // What passed between it and a step back is lost.
    world.pass(5 * SECOND);
    look();
    step();
    look();
    world.pass(10 * SECOND);
    tell((loop) => loop.schedule('b', 4 * SECOND)); // The line has moved by 10 s since.
    world.pass(MINUTE);

    expect(afters('b')).toEqual([19 * SECOND]);
    expect(afters('a')).toEqual([20 * SECOND]);
  });

  it('should not make a date early where it goes back (6.4, 6.5)', () => {
    const { walls } = live({ a: { startDue: dateIn(HOUR) } }, {}, onlyWall);
    const date = world.wall + HOUR;
    world.pass(HOUR - 1);
    world.stepWall(-HOUR);
    world.pass(DAY);

    expect(walls()).toEqual([date]);
    expect(world.wakes).toBeLessThanOrEqual(123);
  });
});

describe('any number of keys in a world where everything happens', () => {
  const duration = fc.integer({ min: 1, max: 3 * HOUR });
  const event = fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('pass' as const), duration }) },
    fc.record({
      type: fc.constant('step' as const),
      duration: fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
    }),
    fc.record({ type: fc.constant('sleep' as const), duration }),
    fc.record({ type: fc.constant('block' as const), duration: fc.integer({ min: 1, max: 10 * SECOND }) }),
    fc.record({ type: fc.constant('relative' as const), duration }),
    fc.record({ type: fc.constant('date' as const), duration }),
  );

  it('should start each once, relative dues exactly, dates within a minute, none early (6.4, 6.5)', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const keys = events.map((_, i) => `key ${i}`);
        const { starts, tell } = live(Object.fromEntries(keys.map((key) => [key, {}])));
        const begin = world.monotonic;
        const relative = new Map<string, number>();
        const dates = new Map<string, { date: number; passedAt: number | undefined }>();
        const hasStarted = (key: string) => starts.some((start) => start.key === key);

        /** Notes which dates have come, and since when, `ahead` milliseconds from now. */
        const look = (ahead: number) => {
          for (const [key, wait] of dates) {
            if (hasStarted(key)) continue;
            const remaining = wait.date - world.wall;
            if (remaining > ahead) wait.passedAt = undefined;
            else wait.passedAt ??= world.monotonic - begin + Math.max(remaining, 0);
          }
        };
        const pass = (passing: number) => {
          look(passing);
          world.pass(passing);
        };
        events.forEach(({ type, duration: by }, i) => {
          const key = `key ${i}`;
          if (type === 'pass') pass(by);
          else if (type === 'step') world.stepWall(by);
          else if (type === 'sleep') world.sleep(by);
          else if (type === 'block') {
            look(by);
            world.block(by);
            pass(0);
          } else if (type === 'relative') {
            relative.set(key, world.monotonic - begin + by);
            tell((loop) => loop.schedule(key, by));
          } else {
            const date = new Date(world.wall + by);
            dates.set(key, { date: date.getTime(), passedAt: undefined });
            tell((loop) => loop.schedule(key, date));
          }
          look(0);
        });
        pass(100 * DAY);
        const blocks = events.flatMap(({ type, duration: by }) => (type === 'block' ? [by + 1] : []));
        const blocked = Math.max(0, ...blocks); // And a millisecond, the shortest delay of the host.
        const { wakes } = world;
        world.restore();

        expect(starts).toHaveLength(relative.size + dates.size);
        for (const { key, after, wall } of starts) {
          const date = dates.get(key);
          if (date !== undefined) {
            expect(wall).toBeGreaterThanOrEqual(date.date);
            expect(after - date.passedAt!).toBeLessThanOrEqual(MINUTE + blocked);
          } else {
            expect(after).toBeGreaterThanOrEqual(relative.get(key)!);
            expect(after - relative.get(key)!).toBeLessThanOrEqual(blocked);
          }
        }
        const last = Math.max(0, ...starts.map(({ after }) => after));
        expect(wakes).toBeLessThanOrEqual(last / MINUTE + 3 * events.length);
      }),
      { numRuns: 200 },
    );
  });
});
