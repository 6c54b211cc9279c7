import { describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import {
  concat,
  EMPTY,
  interval,
  map,
  mergeMap,
  NEVER,
  of,
  Subject,
  take,
  throwError,
  timer,
  VirtualTimeScheduler,
} from 'rxjs';
import {
  smartPoll,
  TaskStates,
  UnknownKeyError,
  type ControlLoop,
  type LoopEvent,
  type Overlap,
  type Task,
} from '../../lib/index.js';

/** Numbers from 0 to `below`, the same in each run of the tests. */
const random = (seed: number) => (below: number) => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};

/** What differs between the states and what the loop says of its keys. */
const differences = (states: TaskStates<string>, loop: ControlLoop<string>): string[] => {
  const keys = loop.keys();
  // Each `expect` keeps the stack that it was called from: most of the time of these tests.
  if (!isDeepStrictEqual(states.keys(), keys)) expect(states.keys()).toEqual(keys);
  return keys.flatMap((key) => {
    const { state, due } = states.get(key)!;
    const dueTime = loop.dueTime(key);
    const explained = loop.explain(key);
    if (!isDeepStrictEqual(states.explain(key), explained)) return [`${key}: ${states.explain(key).message}`];
    const { reason } = explained;
    if (reason === 'draining') return [];
    const names: Partial<Record<typeof reason, string>> = {
      held: 'waiting',
      waiting: 'waiting',
      unscheduled: 'idle',
    };
    const scheduled = names[reason] ?? 'ready';
    const expected = loop.isRunning(key) ? 'running' : scheduled;
    const differs = state !== expected || due?.getTime() !== dueTime?.getTime();
    return differs ? [`${key} at ${loop.now()}: ${state} ${due?.getTime()}, is ${expected} ${dueTime}`] : [];
  });
};

describe('TaskStates', () => {
  it.each(['latch', 'exhaust', 'concat', 'switch', 'merge'] as Overlap[])(
    'should say what the loop says of its keys, between any two turns: %s (9.2)',
    (overlap) => {
      for (let seed = 1; seed <= 100; seed++) {
        const pick = random(seed);
        const scheduler = new VirtualTimeScheduler();
        const keys = ['a', 'b', 'c'];
        const states = new TaskStates<string>();
        const found: string[] = [];
        const task: Task<string> = {
          overlap,
          project: () =>
            timer(pick(6), scheduler).pipe(
              mergeMap((n) => (pick(4) === 0 ? throwError(() => n) : pick(4) === 0 ? EMPTY : of(n))),
            ),
          next: (_, loop) => act(loop),
          error: (_, loop) => (act(loop), timer(pick(3), scheduler).pipe(map(() => 0))),
        };
        const act = (loop: ControlLoop<string>): void => {
          for (let n = pick(4); n > 0; n--) {
            const key = keys[pick(3)]!;
            const there = loop.has(key);
            // The due of a counted tick that was held and released is what was wished, and the loop may say when it was admitted.
            const call = pick(overlap === 'concat' ? 12 : 14);
            if (!there) loop.add(key, { ...task, startDue: pick(5) });
            else if (call < 5) loop.schedule(key, pick(8));
            else if (call < 7) loop.scheduleSooner(key, pick(8));
            else if (call < 8) loop.schedule(key, new Date(loop.now() + pick(6) - 3));
            else if (call < 9) loop.unschedule(key);
            else if (call < 10) loop.stopTimer(key);
            else if (call < 11) loop.cancel(key);
            else if (call < 12) loop.remove(key);
            else if (call < 13) loop.hold(key, pick(3) === 0 ? null : pick(8));
            else loop.release(key);
          }
        };
        smartPoll({
          entries: keys.map((key) => [key, { ...task, startDue: pick(3), priority: pick(2) }] as const),
          hooks: {
            acting: { source: interval(3, scheduler).pipe(take(30)), next: (_, loop) => act(loop) },
            looking: {
              source: interval(1, scheduler).pipe(take(100)),
              next: (_, loop) => void found.push(...differences(states, loop)),
            },
          },
          scheduler,
          concurrent: 2,
          pause: concat(
            timer(20, scheduler).pipe(map(() => true)),
            timer(15, scheduler).pipe(map(() => false)),
          ),
          drain: timer(95, scheduler),
          monitor: states,
        }).subscribe({ error: (error: unknown) => void found.push(String(error)) });
        scheduler.flush();
        expect([seed, found]).toEqual([seed, []]);
        expect(states.snapshot().tasks.map(({ state, due, since }) => [state, due, since])).toEqual(
          states.keys().map(() => ['idle', undefined, undefined]),
        );
      }
    },
  );

  /** A loop in virtual time, its states, and the events that changed something. */
  const watched = (config: object) => {
    const scheduler = new VirtualTimeScheduler();
    const states = new TaskStates<string>();
    const changes: LoopEvent<string>[] = [];
    states.changes$.subscribe((event) => changes.push(event));
    const loop$ = smartPoll({ ...config, scheduler, monitor: states } as never);
    /** Goes on to `time`. */
    const until = (time: number): void => {
      scheduler.schedule(() => undefined, time - scheduler.now());
      scheduler.maxFrames = time;
      scheduler.flush();
    };
    return { scheduler, states, changes, loop$, until };
  };
  const at = (ms: number) => new Date(ms);

  it('should tell all of a key: its times, how long it took, how often it failed (9.2)', () => {
    let round = 0;
    const { states, loop$, until, scheduler } = watched({
      tasks: {
        a: {
          startDue: 10,
          repeatDue: 100,
          project: () =>
            timer(30, scheduler).pipe(
              map(() => {
                if (++round > 1) throw new Error('down');
                return 'value';
              }),
            ),
          error: () => undefined,
        },
      },
    });
    const before = { runs: 0, failures: 0, lastStart: undefined, lastValue: undefined };
    const none = { since: undefined, lastDuration: undefined, lastError: undefined };
    const run = loop$.subscribe();
    expect(states.get('a')).toEqual({ state: 'waiting', due: at(10), ...before, ...none });
    until(20);
    const running = { state: 'running', due: undefined, since: at(10), runs: 1, lastStart: at(10) };
    expect(states.get('a')).toMatchObject(running);
    until(60);
    const value = { state: 'waiting', due: at(140), since: undefined, lastValue: at(40), lastDuration: 30 };
    expect(states.get('a')).toMatchObject(value);
    until(390);
    expect(states.get('a')).toMatchObject({
      runs: 3,
      failures: 2,
      lastError: new Error('down'),
      lastValue: at(40),
    });
    run.unsubscribe();
  });

  it('should know what goes on while a turn hangs, and why (9.2)', () => {
    const events = new Subject<string>();
    const { states, loop$, until } = watched({
      tasks: {
        busy: { startDue: 0, project: () => NEVER },
        a: { startDue: 20, project: () => of(1) },
        idle: { project: () => of(1) },
      },
      hooks: { h: { source: events, next: () => NEVER } },
    });
    const run = loop$.subscribe();
    until(10);
    events.next('hangs');
    events.next('waits');
    events.next('waits too');
    until(15_000);
    expect(states.snapshot()).toMatchObject({
      status: 'running',
      since: at(0),
      running: 1,
      queued: 2,
      turn: { handler: 'next', hook: 'h', since: at(10) },
    });
    expect(states.explain('busy')).toMatchObject({ reason: 'running', since: at(0) });
    expect(states.explain('busy').message).toMatch(
      /since 1970-01-01T00:00:00.000Z, for \d+ s; it is not scheduled/,
    );
    expect(states.explain('idle').reason).toBe('unscheduled');
    expect(() => states.explain('none')).toThrow(UnknownKeyError);
    run.unsubscribe();
  });

  it('should say of a run that is over that nothing starts (9.2)', () => {
    const { states, loop$ } = watched({ tasks: { a: { startDue: 5, project: () => of(1) } } });
    expect(states.snapshot()).toMatchObject({ status: 'idle', since: undefined, tasks: [] });
    const run = loop$.subscribe();
    run.unsubscribe();
    expect(states.snapshot()).toMatchObject({
      status: 'idle',
      queued: 0,
      tasks: [{ key: 'a', state: 'idle' }],
    });
    expect(states.explain('a')).toEqual({
      reason: 'stopped',
      message: '"a" (string) does not start: the loop is not running',
    });
  });

  it.each([
    ['complete', { project: () => EMPTY }],
    ['error', { project: () => throwError(() => 'e') }],
  ])('should know that a run has ended by itself: %s (9.2)', (status, task) => {
    const { states, loop$ } = watched({ tasks: { a: { startDue: 0, ...task } } });
    loop$.subscribe({ error: () => undefined });
    expect(states.snapshot()).toMatchObject({ status, since: at(0), running: 0, ready: 0 });
  });

  it('should know that the run waits for what an earlier one has left (9.2, 4.4)', async () => {
    let settle: (value: number) => void = () => undefined;
    const { states, loop$ } = watched({
      tasks: { a: { startDue: 0, project: () => new Promise<number>((resolve) => (settle = resolve)) } },
    });
    loop$.subscribe().unsubscribe();
    const run = loop$.subscribe();
    expect(states.snapshot().leftovers).toEqual(['a']);
    expect(states.explain('a').reason).toBe('leftovers');
    settle(1);
    await Promise.resolve();
    expect(states.snapshot().leftovers).toBe(undefined);
    expect(states.get('a')!.state).toBe('running');
    run.unsubscribe();
  });

  it('should tell of a pause, of keys that wait, and of draining (9.2)', () => {
    const pause = new Subject<boolean>();
    const drain = new Subject<void>();
    const { states, loop$ } = watched({
      tasks: { a: { startDue: 0, project: () => NEVER }, b: { startDue: 0, project: () => NEVER } },
      concurrent: 1,
      pause,
      drain,
    });
    const run = loop$.subscribe();
    expect(states.snapshot()).toMatchObject({ running: 1, ready: 1, paused: false });
    expect(states.explain('b')).toMatchObject({ reason: 'concurrent', place: 1 });
    pause.next(true);
    expect(states.snapshot().paused).toBe(true);
    expect(states.explain('b').reason).toBe('paused');
    pause.next(false);
    drain.next();
    expect(states.snapshot()).toMatchObject({ paused: false, draining: true, ready: 0 });
    run.unsubscribe();
    expect(states.snapshot().draining).toBe(false);
  });

  it('should know that a hold has no effect which is over as it is set (9.2, 5.14)', () => {
    const commands = new Subject<(loop: ControlLoop<string>) => void>();
    const scheduler = new VirtualTimeScheduler();
    const states = new TaskStates<string>();
    const run = smartPoll({
      tasks: { a: { startDue: 0, project: () => EMPTY } },
      hooks: { commands: { source: commands, next: (command, loop) => command(loop) } },
      pause: concat(of(true), NEVER),
      monitor: states,
      scheduler,
    }).subscribe();
    scheduler.schedule(() => commands.next((loop) => loop.hold('a', 0)), 50);
    scheduler.flush();
    expect(states.get('a')).toMatchObject({ state: 'ready', due: new Date(0), heldUntil: undefined });
    run.unsubscribe();
  });

  it('should make a snapshot that JSON says the same of, whatever keys and errors are (9.2)', () => {
    const states = new TaskStates<unknown>();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const keys = ['text', 7, Symbol('sym'), circular, Object.create(null)];
    smartPoll({
      entries: keys.map((key) => [
        key,
        { startDue: 0, project: () => throwError(() => circular), error: () => {} },
      ]),
      hooks: { h: { source: NEVER } },
      monitor: states,
    } as never).subscribe();
    const { tasks } = JSON.parse(JSON.stringify(states.snapshot()));
    expect(tasks.map(({ key }: { key: string }) => key)).toEqual([
      'text',
      '7',
      'Symbol(sym) (symbol)',
      'an Object (object)',
      'an object without a text (object)',
    ]);
    expect(tasks[0].lastError).toBe('an Object (object)');
  });

  it.each<[string, unknown, string]>([
    ['an error', new RangeError('down'), 'RangeError: down'],
    ['one of no class', { name: 'HttpErrorResponse', message: '503', status: 503 }, 'HttpErrorResponse: 503'],
    ['a list', Object.assign(new Error(), { message: ['x', 'y'] }), 'Error: x,y (object)'],
    [
      'no text',
      Object.assign(new Error(), { message: Object.create(null) }),
      'an object without a text (object)',
    ],
    [
      'a trap',
      {
        get message() {
          throw new Error();
        },
      },
      'an Object (object)',
    ],
  ])('should say what an error is whose message is %s (9.2)', (_, error, text) => {
    const { states, loop$ } = watched({
      tasks: { a: { startDue: 0, project: () => throwError(() => error), error: () => undefined } },
    });
    loop$.subscribe();
    expect(states.snapshot().tasks[0]!.lastError).toBe(text);
  });

  it('should tell only what has changed something, and keep the state of a key that has not changed (9.2)', () => {
    const { states, changes, loop$, until } = watched({
      tasks: { a: { startDue: 5, project: () => of(1) }, b: { startDue: 9, project: () => of(1) } },
      hooks: { h: { source: of(1) } },
    });
    loop$.subscribe();
    const [a, b] = [states.get('a'), states.get('b')];
    until(5);
    expect(states.get('a')).not.toBe(a);
    expect(states.get('b')).toBe(b);
    expect(states.get('a')).toBe(states.get('a'));
    const told = changes.length;
    states.next({ time: 5, type: 'ignored', method: 'add', key: 'a' });
    states.next({ time: 5, type: 'overflow', hook: 'h' });
    states.next({ time: 5, type: 'value', key: 'gone', stage: 9 });
    expect(changes.length).toBe(told);
  });

  it('should know the keys that it was given before there is a run (9.2)', () => {
    const states = new TaskStates(['a']);
    expect(states.get('a')!.state).toBe('idle');
    expect(states.get('b' as 'a')).toBe(undefined);
  });
});
