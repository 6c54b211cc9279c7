import { describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import {
  concat,
  EMPTY,
  interval,
  map,
  mergeMap,
  of,
  take,
  throwError,
  timer,
  VirtualTimeScheduler,
} from 'rxjs';
import { TaskBoard } from '../../lib/angular/task-board.js';
import { smartPoll, type ControlLoop, type LoopEvent, type Overlap, type Task } from '../../lib/index.js';

/** What a monitor is told, without the time. */
type Event = LoopEvent<string> extends infer E ? (E extends unknown ? Omit<E, 'time'> : never) : never;

/** Numbers from 0 to `below`, the same in each run of the tests. */
const random = (seed: number) => (below: number) => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};

/** The names of what differs between the board and what the loop says of its keys. */
const differences = (board: TaskBoard<string>, loop: ControlLoop<string>): string[] => {
  const states = board.read();
  const keys = loop.keys();
  const shown = [...states.keys()];
  // Each `expect` keeps the stack that it was called from: most of the time of these tests.
  if (!isDeepStrictEqual(shown, keys)) expect(shown).toEqual(keys);
  return keys.flatMap((key) => {
    const { state, due } = states.get(key)!;
    const dueTime = loop.dueTime(key);
    const { reason } = loop.explain(key);
    if (reason === 'draining') return [];
    const scheduled = reason === 'waiting' ? 'waiting' : reason === 'unscheduled' ? 'idle' : 'ready';
    const expected = loop.isRunning(key) ? 'running' : scheduled;
    const differs = state !== expected || due?.getTime() !== dueTime?.getTime();
    return differs ? [`${key} at ${loop.now()}: ${state} ${due?.getTime()}, is ${expected} ${dueTime}`] : [];
  });
};

describe('TaskBoard', () => {
  // A tick that `concat` counts is told by no event before it starts.
  it.each(['latch', 'exhaust', 'switch', 'merge'] as Overlap[])(
    'should say what the loop says of its keys, between any two turns: %s',
    (overlap) => {
      for (let seed = 1; seed <= 100; seed++) {
        const pick = random(seed);
        const scheduler = new VirtualTimeScheduler();
        const keys = ['a', 'b', 'c'];
        const board = new TaskBoard(keys);
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
            const call = pick(12);
            if (!there) loop.add(key, { ...task, startDue: pick(5) });
            else if (call < 5) loop.schedule(key, pick(8));
            else if (call < 7) loop.scheduleSooner(key, pick(8));
            else if (call < 8) loop.schedule(key, new Date(loop.now() + pick(6) - 3));
            else if (call < 9) loop.unschedule(key);
            else if (call < 10) loop.stopTimer(key);
            else if (call < 11) loop.cancel(key);
            else loop.remove(key);
          }
        };
        smartPoll({
          entries: keys.map((key) => [key, { ...task, startDue: pick(3), priority: pick(2) }] as const),
          hooks: {
            acting: { source: interval(3, scheduler).pipe(take(30)), next: (_, loop) => act(loop) },
            looking: {
              source: interval(1, scheduler).pipe(take(100)),
              next: (_, loop) => void found.push(...differences(board, loop)),
            },
          },
          scheduler,
          concurrent: 2,
          pause: concat(
            timer(20, scheduler).pipe(map(() => true)),
            timer(15, scheduler).pipe(map(() => false)),
          ),
          drain: timer(95, scheduler),
          monitor: { next: (event) => void board.apply(event) },
        }).subscribe({ error: (error: unknown) => void found.push(String(error)) });
        scheduler.flush();
        expect([seed, found]).toEqual([seed, []]);
        expect([...board.read().values()].map(({ state, due }) => [state, due])).toEqual(
          [...board.read().keys()].map(() => ['idle', undefined]),
        );
      }
    },
  );

  it('should keep the state object of a key that has not changed', () => {
    const board = new TaskBoard(['a', 'b']);
    const before = board.read();
    expect(board.apply({ type: 'schedule', key: 'a', dueTime: new Date(5), time: 0 })).toBe(true);
    const after = board.read();
    expect(after).not.toBe(before);
    expect(after.get('b')).toBe(before.get('b'));
    expect(after.get('a')).toEqual({ state: 'waiting', due: new Date(5), runs: 0, lastError: undefined });
  });

  it('should be idle once its counted tick was taken back', () => {
    const scheduler = new VirtualTimeScheduler();
    const board = new TaskBoard(['a']);
    const found: string[] = [];
    smartPoll({
      tasks: { a: { startDue: 0, overlap: 'concat', project: () => timer(10, scheduler) } },
      hooks: {
        acting: {
          source: interval(1, scheduler).pipe(take(2)),
          next: (n, loop) => (n === 0 ? loop.schedule('a', 0) : loop.unschedule('a')),
        },
        looking: {
          source: timer(20, scheduler),
          next: (_, loop) => void found.push(...differences(board, loop), board.read().get('a')!.state),
        },
      },
      scheduler,
      monitor: { next: (event) => void board.apply(event) },
    }).subscribe();
    scheduler.flush();
    expect(found).toEqual(['idle']);
  });

  /** A board after these events, of which the last is to change it or not. */
  const after = (changes: boolean, ...events: Event[]): TaskBoard<string> => {
    const board = new TaskBoard(['a']);
    const changed = events.map((event) => board.apply({ time: 0, ...event } as LoopEvent<string>));
    expect(changed.at(-1)).toBe(changes);
    return board;
  };
  const due = (ms: number) => new Date(ms);
  const start: Event = { type: 'start', key: 'a', stage: 1 };
  const ready: Event = { type: 'ready', key: 'a', dueTime: due(0) };
  const error: Event = { type: 'error', key: 'a', stage: 1, error: 'e' };

  it.each<[string, string, number | undefined, Event[]]>([
    ['drops a tick', 'running', undefined, [start, ready, { type: 'dropped', key: 'a' }]],
    ['takes a ready tick back', 'idle', undefined, [ready, { type: 'unscheduled', key: 'a' }]],
    ['starts', 'running', undefined, [ready, start]],
    [
      'starts a counted tick while another waits',
      'running',
      5,
      [{ type: 'schedule', key: 'a', dueTime: due(5) }, start],
    ],
    ['ends', 'idle', undefined, [ready, start, { type: 'complete' }]],
    ['is unsubscribed from', 'idle', undefined, [ready, start, { type: 'unsubscribe' }]],
    ['fails', 'idle', undefined, [ready, start, { type: 'error', error: 'e' }]],
    ['begins anew', 'idle', undefined, [ready, start, { type: 'run' }]],
    [
      'adds what runs on',
      'running',
      undefined,
      [start, { type: 'remove', key: 'a' }, { type: 'add', key: 'a' }],
    ],
  ])('should show a key of a loop that %s', (_, state, time, events) => {
    const shown = after(true, ...events)
      .read()
      .get('a');
    expect([shown?.state, shown?.due?.getTime()]).toEqual([state, time]);
  });

  it.each<[string, boolean, Event[]]>([
    ['does not run', true, [{ type: 'remove', key: 'a' }]],
    ['runs', true, [start, { type: 'remove', key: 'a' }]],
    ['ran, and was heard of again', false, [{ type: 'remove', key: 'a' }, start]],
    ['ran until the end', true, [start, { type: 'remove', key: 'a' }, { type: 'complete' }]],
    [
      'ran, before another was added and removed',
      true,
      [
        start,
        { type: 'remove', key: 'a' },
        { type: 'stop', key: 'a', stage: 1 },
        { type: 'add', key: 'a' },
        { type: 'remove', key: 'a' },
      ],
    ],
  ])('should not show a removed key that %s', (_, changes, events) => {
    expect([
      ...after(changes, ...events)
        .read()
        .keys(),
    ]).toEqual([]);
  });

  it('should show the last error until there is a value', () => {
    const shown = (changes: boolean, ...events: Event[]) =>
      after(changes, ...events)
        .read()
        .get('a')!.lastError;
    const value: Event = { type: 'value', key: 'a', stage: 1 };
    expect(shown(true, error)).toBe('e');
    expect(shown(false, error, error)).toBe('e');
    expect(shown(true, error, value)).toBe(undefined);
    expect(shown(false, error, value, value)).toBe(undefined);
  });

  it('should be changed by no event that shows nothing', () => {
    const board = new TaskBoard(['a']);
    const hook = { hook: 'h', time: 0 } as const;
    expect(board.apply({ type: 'turn-start', handler: 'next', ...hook })).toBe(false);
    expect(board.apply({ type: 'error', error: 1, ...hook })).toBe(false);
    expect(board.apply({ type: 'value', key: 'a', stage: 1, time: 0 })).toBe(false);
    expect(board.apply({ type: 'pause', time: 0 })).toBe(false);
  });
});
