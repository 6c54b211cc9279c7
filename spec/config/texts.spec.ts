import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject, VirtualTimeScheduler } from 'rxjs';
import {
  backoff,
  poll,
  smartPoll,
  switchTimer,
  type ControlLoop,
  type Explanation,
  type Task,
} from '../../lib/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

const project = () => of(1);
const task = { project };
/** The message of the TypeError that `call` throws. */
const refused = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
};
const config = (value: unknown) => () => smartPoll(value as never);

describe('entries', () => {
  it('should each be checked, also beside one that is right, and where tasks are shared (4.8)', () => {
    expect(
      refused(
        config({
          entries: [
            ['a', task],
            ['b', 5],
          ],
        }),
      ),
    ).toContain('"b"');
    expect(
      refused(
        config({
          entries: [
            ['a', task],
            ['b', {}],
          ],
        }),
      ),
    ).toContain('"b" (string).project');
    expect(
      refused(
        config({
          entries: [
            ['a', task],
            ['b', task],
            ['c', { ...task, priority: 'x' }],
          ],
        }),
      ),
    ).toContain('"c"');
    expect(refused(config({ entries: [['a', undefined]] }))).toContain('"a" (string) must be a task');
  });

  it('should have a key once, also where they share a task (4.8)', () => {
    const again = 'the entry "a" (string) must be a key that is not used yet';
    expect(
      refused(
        config({
          entries: [
            ['a', task],
            ['a', task],
          ],
        }),
      ),
    ).toContain(again);
    expect(refused(config({ tasks: { a: task }, entries: [['a', task]] }))).toContain(again);
    expect(
      refused(
        config({
          entries: [
            ['a', task],
            ['b', task],
            ['a', { project }],
          ],
        }),
      ),
    ).toContain(again);
  });

  it('should be no string (4.8)', () => {
    expect(refused(config({ entries: '' }))).toContain('entries must be an iterable of [key, task]');
  });
});

describe('what is refused', () => {
  it.each<[string, object, string]>([
    [
      'an overlap',
      { tasks: { a: { ...task, overlap: 'x' } } },
      "'latch', 'exhaust', 'concat', 'switch', 'merge'",
    ],
    [
      'an unknown option',
      { tasks: { a: task }, x: 1 },
      'smartPoll: x is not one of the options tasks, entries, hooks, onRun,',
    ],
    [
      'one without a prototype',
      Object.assign(Object.create(null), { entries: [], x: 1 }),
      'x is not one of the options',
    ],
    [
      'a scheduler',
      { entries: [], scheduler: { schedule() {} } },
      'scheduler must be a SchedulerLike, got an Object (object)',
    ],
    [
      'one that is null',
      { entries: [], scheduler: null },
      'scheduler must be a SchedulerLike, got null (null)',
    ],
    [
      'another that has only a clock',
      { entries: [], scheduler: { now() {} } },
      'scheduler must be a SchedulerLike',
    ],
    [
      'an array',
      { entries: [], monitor: 5, pause: [[1, 2]] },
      'pause must be an Observable<boolean> or an array of them, got 1,2 (array)',
    ],
    [
      'what has no text',
      { entries: [], concurrent: Object.create(null) },
      'got an object without a text (object)',
    ],
    [
      'what has no constructor',
      { entries: [], concurrent: { constructor: undefined } },
      'got an Object (object)',
    ],
  ])('should be told, with what is expected: %s (4.8)', (_, value, text) => {
    expect(refused(config(value))).toContain(text);
  });

  it('should not be what an instance has beside its options, nor an array-like for a source (4.8)', () => {
    class Polled {
      extra = 1;
      project = project;
    }
    const values: unknown[] = [];
    smartPoll({
      tasks: { a: new Polled() as Task<string> },
      hooks: { h: { source: { length: 2, 0: 'x', 1: 'y' } as ArrayLike<string>, next: (value) => [value] } },
    }).subscribe((value) => values.push(value));
    expect(values).toEqual(['x', 'y']);
  });

  it.each<[string, () => unknown, string]>([
    [
      'initial',
      () => backoff({ initial: NaN, max: 1 }),
      'initial must be milliseconds, finite and not negative',
    ],
    [
      'max',
      () => backoff({ initial: 1, max: Infinity }),
      'max must be milliseconds, finite and not negative',
    ],
    ['factor', () => backoff({ initial: 1, max: 2, factor: 0 }), 'factor must be a finite number from 1'],
    [
      'jitter',
      () => backoff({ initial: 1, max: 2, jitter: 'x' as never }),
      "jitter must be 'full', 'equal', 'none'",
    ],
    ['random', () => backoff({ initial: 1, max: 2, random: 1 as never }), 'random must be a function'],
    ['poll', () => of(1).pipe(poll('x' as never)), 'smartPoll: poll got "x" (string)'],
  ])('should be told by the operators: %s', (_, call, text) => {
    expect(refused(call)).toContain(text);
  });

  it('should be told by switchTimer as an error', () => {
    const errors: Error[] = [];
    of('x' as never)
      .pipe(switchTimer())
      .subscribe({ error: (error) => errors.push(error) });
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('switchTimer got "x" (string)'),
    ]);
  });

  it('should be told by add and repeatDue by their names (4.8, 1.9)', () => {
    const log: string[] = [];
    smartPoll({
      tasks: { a: { startDue: 0, repeatDue: () => NaN, project } },
      onRun: (loop: ControlLoop<any>) => void log.push(refused(() => loop.add('b', {} as never))),
    }).subscribe({ error: (error: Error) => log.push(error.message) });
    smartPoll({ tasks: { a: { startDue: () => NaN, project } } }).subscribe({
      error: (error: Error) => log.push(error.message),
    });
    expect(log).toEqual([
      expect.stringContaining('the task of add("b" (string), …).project must be a function'),
      expect.stringContaining('repeatDue of "a" (string) got NaN'),
      expect.stringContaining('startDue of "a" (string) got NaN'),
    ]);
  });
});

describe('explain', () => {
  it('should say in a sentence what its reason is (7.3)', () => {
    const scheduler = new VirtualTimeScheduler();
    const paused = new Subject<boolean>();
    const ask = new Subject<string | undefined>();
    const said: Explanation[] = [];
    const run = smartPoll({
      tasks: {
        idle: { project: () => NEVER },
        later: { startDue: 100, project: () => NEVER },
        runs: { startDue: 0, project: () => NEVER },
        drops: { startDue: 0, overlap: 'exhaust', project: () => NEVER },
        line: { project: () => NEVER },
      },
      concurrent: 2,
      hooks: {
        ask: {
          source: ask,
          next: (key, loop) => {
            if (key === undefined) loop.drain();
            else if (key === 'runs' || key === 'drops' || key === 'line') loop.schedule(key, 0);
            said.push(loop.explain((key ?? 'idle') as 'idle'));
          },
        },
      },
      pause: paused,
      scheduler,
    }).subscribe();
    for (const key of ['idle', 'later', 'runs', 'drops', 'line']) ask.next(key);
    paused.next(true);
    ask.next('line');
    ask.next(undefined);
    run.unsubscribe();

    const at = (ms: number) => new Date(ms).toISOString();
    expect(said.map(({ message }) => message)).toEqual([
      '"idle" (string) does not start: it is not scheduled',
      `"later" (string) waits until ${at(100)}`,
      `"runs" (string) has been due since ${at(0)} and starts when its present run is over; it has been running since ${at(0)}`,
      `"drops" (string) has been due since ${at(0)} and is dropped unless its present run ends in this turn; it has been running since ${at(0)}`,
      `"line" (string) has been due since ${at(0)} and is number 1 in line for a slot`,
      `"line" (string) has been due since ${at(0)} and starts when nothing pauses the run`,
      '"idle" (string) does not start: the run is draining',
    ]);
  });
});
