import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Observable, timer } from 'rxjs';
import { poll, smartPoll, type ControlLoop, type Overlap, type Task } from '../lib/index.js';
import { HostScheduler } from './support/host-scheduler.js';

/** What a first stage does: when it ends, and how. */
interface Work {
  readonly end: 'complete' | 'error' | 'never';
  /** `'sync'` inside subscribe, its teardown returned after; `'next'` inside its own `next`. */
  readonly how: 'sync' | 'next' | 'later';
  readonly value: boolean;
  readonly length: number;
}

interface Program {
  readonly overlap: Overlap;
  readonly concurrent: number;
  readonly timeout: number | undefined;
  readonly repeatDue: number;
  readonly works: readonly Work[];
  readonly turn: 'nothing' | 'sync' | 'later';
  readonly calls: readonly {
    readonly time: number;
    readonly key: string;
    readonly what: 'schedule' | 'cancel' | 'remove' | 'add' | 'unschedule';
  }[];
}

const keys = ['a', 'b', 'c'];

const work: fc.Arbitrary<Work> = fc.record({
  end: fc.constantFrom('complete', 'error', 'never'),
  how: fc.constantFrom('sync', 'next', 'later'),
  value: fc.boolean(),
  length: fc.integer({ min: 1, max: 5 }),
});

const program: fc.Arbitrary<Program> = fc.record({
  overlap: fc.constantFrom<Overlap>('latch', 'exhaust', 'concat', 'switch', 'merge'),
  concurrent: fc.integer({ min: 1, max: 3 }),
  timeout: fc.constantFrom(undefined, 0, 2, 4),
  repeatDue: fc.integer({ min: 1, max: 3 }),
  works: fc.array(work, { minLength: 1, maxLength: 6 }),
  turn: fc.constantFrom('nothing', 'sync', 'later'),
  calls: fc.array(
    fc.record({
      time: fc.integer({ min: 0, max: 30 }),
      key: fc.constantFrom(...keys),
      what: fc.constantFrom('schedule', 'schedule', 'cancel', 'remove', 'add', 'unschedule'),
    }),
    { maxLength: 12 },
  ),
});

/** Runs it, and returns what was wrong. */
function faultsOf({ overlap, concurrent, timeout, repeatDue, works, turn, calls }: Program): unknown[] {
  const scheduler = new HostScheduler();
  const faults: string[] = [];
  const open = new Map<string, number>(keys.map((key) => [key, 0]));
  /** The source of a key that is to complete inside its own `next`. */
  const inside = new Map<string, () => void>();
  let total = 0;
  let turnsOpen = 0;
  let starts = 0;
  const fault = (what: string) => faults.push(`${scheduler.now()} ${what}`);

  const source = (key: string, { end, how, value, length }: Work) =>
    new Observable<string>((subscriber) => {
      const mine = open.get(key)! + 1;
      open.set(key, mine);
      total++;
      if (mine > 1 && overlap !== 'merge') fault(`${mine} of ${key} are open`);
      if (total > concurrent) fault(`${total} are open`);
      const finish = () => {
        if (end === 'complete') subscriber.complete();
        if (end === 'error') subscriber.error('failed');
      };
      const go = () => {
        inside.set(key, how === 'next' ? finish : () => undefined);
        if (value || how === 'next') subscriber.next(key);
        if (how !== 'next') finish();
      };
      if (how === 'sync') go();
      const timed = how === 'sync' ? undefined : timer(length, scheduler).subscribe(go);
      return () => {
        timed?.unsubscribe();
        open.set(key, open.get(key)! - 1);
        total--;
      };
    });

  /** What each handler returns; none may be called while that of another is open. */
  const result = (): Observable<never> | undefined => {
    if (turnsOpen > 0) fault('what a handler returned is open in the next turn');
    if (turn === 'nothing') return undefined;
    return new Observable<never>((subscriber) => {
      turnsOpen++;
      const timed = turn === 'later' ? timer(1, scheduler).subscribe(() => subscriber.complete()) : undefined;
      if (turn === 'sync') subscriber.complete();
      return () => {
        timed?.unsubscribe();
        turnsOpen--;
      };
    });
  };
  /** A turn that the end of a first stage causes: under these policies nothing of its key can be open. */
  const atEnd = (key: string) => {
    if (open.get(key)! > 0 && overlap !== 'merge' && overlap !== 'switch') fault(`${key} is open at its end`);
    return result();
  };
  const task: Task<string, string, never> = {
    startDue: 0,
    overlap,
    repeatDue,
    ...(timeout !== undefined && { timeout }),
    project: ({ key }) => source(key, works[starts++ % works.length]!),
    next: (_, { key }) => {
      inside.get(key)?.();
      return result();
    },
    error: (_, { key }) => atEnd(key),
    complete: ({ key }) => atEnd(key),
  };
  const command = ({ key, what }: Program['calls'][number], loop: ControlLoop<string>) => {
    if (what === 'add') return loop.has(key) ? undefined : loop.add(key, task);
    if (!loop.has(key)) return;
    if (what === 'schedule') loop.schedule(key, 0);
    else loop[what](key);
  };
  const subscription = smartPoll({
    entries: keys.map((key) => [key, task] as [string, typeof task]),
    hooks: Object.fromEntries(
      calls.map((call, i) => [
        `call ${i}`,
        {
          source: timer(call.time, scheduler),
          next: (_: unknown, loop: ControlLoop<string>) => {
            if (turnsOpen > 0) fault('what a handler returned is open in the next turn');
            command(call, loop);
          },
        },
      ]),
    ),
    concurrent,
    scheduler,
  }).subscribe({ error: (error: unknown) => fault(`error ${error}`) });
  scheduler.advanceTo(40);
  subscription.unsubscribe();
  if (total !== 0 || turnsOpen !== 0) fault(`${total} and ${turnsOpen} are open after the end`);
  return faults;
}

describe('what ends', () => {
  it('should be released before what waited for it goes on, whatever runs (2.6, 5.3, 5.5)', () => {
    fc.assert(
      fc.property(program, (made) => {
        expect(faultsOf(made)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('should be released before the next round of poll (2.6)', () => {
    fc.assert(
      fc.property(
        fc.array(work, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 2 }),
        (works, due) => {
          const scheduler = new HostScheduler();
          let open = 0;
          let most = 0;
          let rounds = 0;
          const source = new Observable<number>((subscriber) => {
            const { how, end, length } = works[rounds++ % works.length]!;
            most = Math.max(most, ++open);
            const go = () => {
              subscriber.next(1);
              if (end === 'error') subscriber.error('failed');
              else subscriber.complete();
            };
            const timed = how === 'sync' && due > 0 ? void go() : timer(length, scheduler).subscribe(go);
            return () => {
              timed?.unsubscribe();
              open--;
            };
          });
          const subscription = source.pipe(poll(() => due, { scheduler })).subscribe();
          scheduler.advanceTo(30);
          subscription.unsubscribe();
          expect([most, open]).toEqual([1, 0]);
        },
      ),
    );
  });
});
