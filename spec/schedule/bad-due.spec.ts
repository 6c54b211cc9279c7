import { describe, expect, it } from '@jest/globals';
import { of, Subject, VirtualTimeScheduler } from 'rxjs';
import { smartPoll, UnknownKeyError, UnknownLimitError, type ControlLoop } from '../../lib/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

type Loop = ControlLoop<any>;

/** What calls do in a turn of a loop whose key `weatherA` waits and whose key `weatherB` is ready. */
const inTurn = <T>(call: (loop: Loop) => T): T => {
  let result: { value: T } | undefined;
  const subscription = smartPoll({
    tasks: { weatherA: { project: () => of() }, weatherB: { project: () => of() } },
    onRun: (loop) => {
      loop.schedule('weatherA', 60_000);
      loop.schedule('weatherB', new Date(5));
      result = { value: call(loop) };
    },
  }).subscribe();
  subscription.unsubscribe();
  return result!.value;
};

const thrownBy = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

const badDues: [string, unknown, new () => Error, RegExp][] = [
  ['NaN', NaN, RangeError, /NaN/],
  ['Infinity', Infinity, RangeError, /Infinity/],
  ['-Infinity', -Infinity, RangeError, /-Infinity/],
  ['a negative number', -250, RangeError, /-250/],
  ['an invalid Date', new Date(NaN), RangeError, /Invalid Date/],
  ['undefined', undefined, TypeError, /undefined/],
  ['a string', '10s', TypeError, /10s.*string/],
  ['a boolean', true, TypeError, /true.*boolean/],
  ['a bigint', 10n, TypeError, /10.*bigint/],
  ['an object', { in: 5 }, TypeError, /object/],
  ['a function', () => 5, TypeError, /function/],
  ['a symbol', Symbol('due'), TypeError, /due.*symbol/i],
];

const methods = ['schedule', 'scheduleSooner', 'hold'] as const;

describe('a bad due', () => {
  for (const method of methods) {
    it.each(badDues)(
      `should make ${method} throw an error that names key, value and remedy: %s (1.9)`,
      (_, due, errorClass, value) => {
        const error = inTurn((loop) => thrownBy(() => loop[method]('weatherA', due as number)));

        expect(error).toBeInstanceOf(errorClass);
        const { message } = error as Error;
        expect(message).toMatch(/^smartPoll: /);
        expect(message).toContain('weatherA');
        expect(message).toMatch(value);
        expect(message).toMatch(/milliseconds|Date\b/); // what a due is
      },
    );

    it.each(badDues)(`should make ${method} change nothing: %s (1.9)`, (_, due) => {
      const states = inTurn((loop) =>
        ['weatherA', 'weatherB'].map((key) => {
          const before = loop.dueTime(key);
          thrownBy(() => loop[method](key, due as number));
          return { before, after: loop.dueTime(key), ready: loop.stopTimer(key) };
        }),
      );

      expect(states[0]!.before).toBeInstanceOf(Date);
      expect(states[0]!.after).toEqual(states[0]!.before);
      expect(states[0]!.ready).toBe(false);
      expect(states[1]!).toEqual({ before: new Date(5), after: new Date(5), ready: true });
    });
  }

  it('should point from a negative number to unschedule (1.9)', () => {
    const error = inTurn((loop) => thrownBy(() => loop.schedule('weatherA', -1)));

    expect((error as Error).message).toContain('unschedule');
  });

  it('should point from a negative number to release, where that ends a hold (1.9, 5.14)', () => {
    const error = inTurn((loop) => thrownBy(() => loop.hold('weatherA', -1)));

    expect((error as Error).message).toContain('use release()');
    expect((error as Error).message).not.toContain('unschedule');
  });

  it('should be null for scheduleSooner, which never clears (1.9)', () => {
    const error = inTurn((loop) => thrownBy(() => loop.scheduleSooner('weatherA', null as never)));

    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(/weatherA.*null|null.*weatherA/);
  });

  it.each([0, -0, 0.5, 2 ** 40])('should not be %d (1.9)', (due) => {
    expect(inTurn((loop) => (loop.schedule('weatherA', due), loop.dueTime('weatherA')))).toBeInstanceOf(Date);
  });

  it.each<[string, unknown, new () => Error]>([
    ['startDue returns a negative number', { startDue: () => -1 }, RangeError],
    ['startDue returns undefined', { startDue: () => undefined }, TypeError],
    ['repeatDue returns NaN', { startDue: 0, repeatDue: () => NaN }, RangeError],
    ['repeatDue returns a string', { startDue: 0, repeatDue: () => 'soon' }, TypeError],
  ])('should end the run where %s (1.9, 1.10)', (_, options, errorClass) => {
    const errors: unknown[] = [];
    const scheduler = new VirtualTimeScheduler();
    smartPoll({
      tasks: {
        weatherB: { startDue: 1_000, project: () => of() },
        weatherA: { project: () => of(), ...(options as object) },
      },
      scheduler,
    }).subscribe({ error: (error) => errors.push(error) });

    expect(errors).toEqual([expect.any(errorClass)]);
    expect((errors[0] as Error).message).toContain('weatherA');
    expect(scheduler.actions).toEqual([]); // No timer is left.
  });

  it('should end the run where the handler does not catch it (1.9, 4.2)', () => {
    const errors: unknown[] = [];
    const events = new Subject<number>();
    smartPoll({
      tasks: { weatherA: { project: () => of() } },
      hooks: { events: { source: events, next: (due, loop) => loop.schedule('weatherA', due) } },
    }).subscribe({ error: (error) => errors.push(error) });
    events.next(-1);

    expect(errors).toEqual([expect.any(RangeError)]);
  });
});

describe('an unknown key', () => {
  const calls: [string, (loop: Loop) => unknown][] = [
    ['schedule', (loop) => loop.schedule('weatherX', 5)],
    ['schedule with null', (loop) => loop.schedule('weatherX', null)],
    ['scheduleSooner', (loop) => loop.scheduleSooner('weatherX', 5)],
    ['unschedule', (loop) => loop.unschedule('weatherX')],
    ['stopTimer', (loop) => loop.stopTimer('weatherX')],
    ['dueTime', (loop) => loop.dueTime('weatherX')],
    ['isRunning', (loop) => loop.isRunning('weatherX')],
    ['cancel', (loop) => loop.cancel('weatherX')],
    ['hold', (loop) => loop.hold('weatherX', 5)],
    ['hold with null', (loop) => loop.hold('weatherX', null)],
    ['release', (loop) => loop.release('weatherX')],
    ['explain', (loop) => loop.explain('weatherX')],
    ['remove', (loop) => loop.remove('weatherX')],
  ];

  it.each(calls)(
    'should make %s throw an UnknownKeyError that names itself, key and remedy (1.9)',
    (name, call) => {
      const error = inTurn((loop) => thrownBy(() => call(loop)));

      expect(error).toBeInstanceOf(UnknownKeyError);
      expect(error).toBeInstanceOf(Error);
      const { message } = error as Error;
      expect((error as Error).name).toBe('UnknownKeyError');
      expect(message).toContain(`smartPoll: ${name.split(' ')[0]}()`);
      expect(message).toContain('weatherX');
      expect(message).toMatch(/tasks|entries|add/);
    },
  );

  it.each(calls)('should make %s change nothing (1.9)', (_, call) => {
    const { keys, before, after } = inTurn((loop) => {
      const dueTimes = () => loop.keys().map((key: string) => loop.dueTime(key));
      const before = dueTimes();
      thrownBy(() => call(loop));
      return { keys: loop.keys(), before, after: dueTimes() };
    });

    expect(keys).toEqual(['weatherA', 'weatherB']);
    expect(after).toEqual(before);
  });

  it('should be named whatever its type (1.9)', () => {
    for (const key of [undefined, null, 5, Symbol('key'), { id: 1 }, 'toString', '__proto__']) {
      const error = inTurn((loop) => thrownBy(() => loop.schedule(key, 5)));
      expect(error).toBeInstanceOf(UnknownKeyError);
    }
  });
});

describe('a bad call of a limit', () => {
  /** What a call throws, and whether keys of the limit `host` are held then. */
  const called = (call: (loop: Loop) => unknown, limits = { host: {}, account: {} }) => {
    const results: unknown[] = [];
    smartPoll({
      limits,
      tasks: { weatherA: { startDue: 0, ...('host' in limits && { limit: 'host' }), project: () => of() } },
      hooks: {
        late: {
          source: of(0),
          next: (_, loop) => {
            results.push(
              thrownBy(() => call(loop)),
              loop.isRunning('weatherA') || loop.dueTime('weatherA'),
            );
          },
        },
      },
    })
      .subscribe()
      .unsubscribe();
    return results;
  };

  it.each(badDues)(
    'should make holdLimit throw an error that names limit and value: %s (1.9, 5.15)',
    (...row) => {
      const [, due, errorClass, value] = row;
      const [error, started] = called((loop) => loop.holdLimit('host', due as number));

      expect(error).toBeInstanceOf(errorClass);
      expect((error as Error).message).toContain('holdLimit("host"');
      expect((error as Error).message).toContain('use releaseLimit()');
      expect((error as Error).message).toMatch(value);
      expect(started).toBe(undefined); // It started, and is over.
    },
  );

  it.each<[string, (loop: Loop) => unknown]>([
    ['holdLimit', (loop) => loop.holdLimit('hots', 5)],
    ['holdLimit with null', (loop) => loop.holdLimit('hots', null)],
    ['releaseLimit', (loop) => loop.releaseLimit('hots')],
    ['releaseLimit', (loop) => loop.releaseLimit('toString')],
    ['releaseLimit', (loop) => loop.releaseLimit(undefined as never)],
  ])('should make %s throw an UnknownLimitError that names those that exist (5.15)', (name, call) => {
    const [error] = called(call);

    expect(error).toBeInstanceOf(UnknownLimitError);
    expect((error as UnknownLimitError).limits).toEqual(['host', 'account']);
    const { message } = error as Error;
    expect(message).toContain(`smartPoll: ${name.split(' ')[0]}()`);
    expect(message).toMatch(/"hots"|toString|undefined/);
    expect(message).toContain('"host"');
    expect(message).toContain('"account"');
  });

  it('should say where there are no limits at all (5.15)', () => {
    const [error] = called((loop) => loop.holdLimit('host', 5), {} as never);

    expect((error as Error).message).toContain('no limits are configured');
  });
});
