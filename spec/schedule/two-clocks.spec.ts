import { afterEach, describe, expect, it } from '@jest/globals';
import { EMPTY, NEVER, Subject } from 'rxjs';
import { smartPoll, switchTimer, type ControlLoop, type Due } from '../../lib/index.js';
import { obey, type Command } from '../support/driven.js';
import { FakeWorld } from '../support/fake-world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

// Where the wall and the line are far apart, a date and a relative due cannot be compared as they are.
let world: FakeWorld;
const begin = () => void (world = new FakeWorld());
const ahead = (duration: number) => new Date(world.wall + duration);

afterEach(() => world.restore());

describe('a date and a relative due in line', () => {
  /** What starts, in this order, once the slot that both wait for is free. */
  const started = (date: number): string[] => {
    begin();
    const starts: string[] = [];
    const release = new Subject<never>();
    const project = ({ key }: { key: string }) => (starts.push(key), key === 'busy' ? release : NEVER);
    const subscription = smartPoll({
      tasks: {
        busy: { startDue: 0, project },
        date: { startDue: ahead(HOUR + date), project },
        relative: { startDue: 100, project },
      },
      concurrent: 1,
    }).subscribe();
    world.pass(10);
    world.stepWall(HOUR); // The date is now about as far away as the relative due.
    world.pass(2 * MINUTE);
    expect(starts).toEqual(['busy']);
    release.complete();
    subscription.unsubscribe();
    return starts.slice(1);
  };

  it('should go by the date of each: the date first (2.4, 6.5)', () => {
    expect(started(50)).toEqual(['date']);
  });

  it('should go by the date of each: the relative due first (2.4, 6.5)', () => {
    expect(started(150)).toEqual(['relative']);
  });
});

describe('scheduleSooner', () => {
  /** When `a`, scheduled at `first`, starts, if after a step of the wall it is offered `second`. */
  const startsAfter = (first: () => Due, step: number, second: () => Due): number => {
    begin();
    const { monotonic } = world;
    let start = NaN;
    const commands = new Subject<Command>();
    const subscription = smartPoll({
      tasks: { a: { project: () => ((start = world.monotonic - monotonic), NEVER) } },
      hooks: { commands: obey(commands) },
    }).subscribe();
    commands.next((loop: ControlLoop<string>) => loop.schedule('a', first()));
    world.stepWall(step);
    commands.next((loop: ControlLoop<string>) => loop.scheduleSooner('a', second()));
    world.pass(3 * HOUR);
    subscription.unsubscribe();
    return start;
  };

  it('should keep a date that a step has brought nearer than the delay (1.5, 6.5)', () => {
    const start = startsAfter(
      () => ahead(10 * SECOND),
      8 * SECOND,
      () => 5 * SECOND,
    );
    expect(start).toBe(10 * SECOND); // A step is noticed within a minute.
  });

  it('should take the delay where a step back has put the date off (1.5, 6.5)', () => {
    const start = startsAfter(
      () => ahead(10 * SECOND),
      -HOUR,
      () => 15 * SECOND,
    );
    expect(start).toBe(15 * SECOND);
  });

  it('should keep a delay that is shorter than the way to the date (1.5, 6.5)', () => {
    const start = startsAfter(
      () => 5 * SECOND,
      -HOUR,
      () => ahead(6 * SECOND),
    );
    expect(start).toBe(5 * SECOND);
  });
});

describe('minInterval', () => {
  it('should hold back a date that a step has brought nearer (5.11, 6.5)', () => {
    begin();
    const { monotonic } = world;
    const starts: number[] = [];
    const commands = new Subject<Command>();
    const project = () => (starts.push(world.monotonic - monotonic), EMPTY);
    const subscription = smartPoll({
      tasks: {
        a: { startDue: 0, minInterval: 2 * SECOND, project },
        b: { startDue: 300, project: () => EMPTY },
      },
      hooks: { commands: obey(commands) },
    }).subscribe();
    commands.next((loop: ControlLoop<string>) => loop.schedule('a', ahead(1)));
    world.stepWall(HOUR);
    world.pass(MINUTE);
    subscription.unsubscribe();
    expect(starts).toEqual([0, 2 * SECOND]);
  });
});

describe('a ready key', () => {
  const waits: [due: string, due: () => Due][] = [
    ['a delay', () => SECOND],
    ['a date', () => ahead(SECOND)],
    ['now', () => 0],
    ['a date that is past', () => ahead(-SECOND)],
  ];
  it.each(waits)('should have no dueTime that is yet to come after a step back: %s (1.7, 6.5)', (_, due) => {
    begin();
    const commands = new Subject<Command>();
    const subscription = smartPoll({
      tasks: {
        busy: { startDue: 0, project: () => NEVER },
        a: { project: () => NEVER },
        b: { overlap: 'concat', project: () => NEVER },
      },
      hooks: { commands: obey(commands) },
      concurrent: 1,
    }).subscribe();
    for (const key of ['a', 'b']) commands.next((loop: ControlLoop<string>) => loop.schedule(key, due()));
    world.pass(2 * SECOND);
    for (const step of [-MINUTE, -HOUR, 2 * HOUR, -30 * MINUTE]) {
      world.stepWall(step);
      for (const key of ['a', 'b'])
        commands.next((loop: ControlLoop<string>) => {
          expect(loop.explain(key).reason).toBe('concurrent');
          expect(loop.dueTime(key)!.getTime()).toBeLessThanOrEqual(loop.now());
        });
      world.pass(10 * SECOND);
    }
    expect(subscription.closed).toBe(false);
    subscription.unsubscribe();
  });
});

describe('switchTimer', () => {
  /** When it ticks, if the wall makes a step ten seconds after `due`, or after each of several. */
  const ticks = (step: number, ...dues: (() => Due)[]): number[] => {
    begin();
    const { monotonic } = world;
    const after: number[] = [];
    const source = new Subject<Due>();
    const subscription = source
      .pipe(switchTimer())
      .subscribe(() => void after.push(world.monotonic - monotonic));
    for (const due of dues) {
      source.next(due());
      world.pass(10 * SECOND);
      world.stepWall(step);
    }
    world.pass(3 * HOUR);
    subscription.unsubscribe();
    return after;
  };
  const date = () => ahead(HOUR);
  const delay = () => 20 * MINUTE;

  it.each<[string, number, (() => Due)[], number]>([
    ['leave a delay as it is after a step', HOUR, [delay], 20 * MINUTE],
    ['leave a delay as it is after a step back', -HOUR, [delay], 20 * MINUTE],
    ['follow the wall clock with a date', 30 * MINUTE, [date], 30 * MINUTE],
    ['follow the wall clock back with a date', -30 * MINUTE, [date], 90 * MINUTE],
    ['take the latest for a delay', 30 * MINUTE, [date, delay], 20 * MINUTE + 10 * SECOND],
    ['take the latest for a date', 30 * MINUTE, [delay, date], 30 * MINUTE + 10 * SECOND],
  ])('should %s (1.1, 6.5)', (_, step, dues, after) => {
    expect(ticks(step, ...dues)).toEqual([after]);
  });
});
