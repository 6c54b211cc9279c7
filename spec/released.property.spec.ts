import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { finalize, Observable, Subject, take, timer, type Subscription } from 'rxjs';
import {
  poll,
  smartPoll,
  type ControlLoop,
  type Overlap,
  type Task,
  type TaskContext,
} from '../lib/index.js';
import { HostScheduler } from './support/host-scheduler.js';

/** What a first stage does: when it ends, and how. */
interface Work {
  readonly end: 'complete' | 'error' | 'never';
  /**
   * `'sync'` inside subscribe, its teardown returned after; `'next'` inside its own `next`; `'finalize'` from that of
   * another source; `'promise'` as one that goes on where it is cancelled.
   */
  readonly how: 'sync' | 'next' | 'finalize' | 'promise' | 'later';
  readonly value: boolean;
  readonly length: number;
  /** An event comes as it is torn down, and schedules its key. */
  readonly tells: boolean;
}

interface Call {
  readonly time: number;
  readonly key: string;
  readonly what: 'schedule' | 'cancel' | 'remove' | 'add' | 'unschedule' | 'drain' | 'fail' | 'unsubscribe';
}

interface Program {
  readonly overlap: Overlap;
  readonly concurrent: number;
  readonly timeout: number | undefined;
  readonly retryDue: number | undefined;
  readonly repeatDue: number;
  readonly works: readonly Work[];
  readonly turn: 'nothing' | 'sync' | 'later' | 'finalize';
  readonly calls: readonly Call[];
}

const keys = ['a', 'b', 'c'];

const work: fc.Arbitrary<Work> = fc.record({
  end: fc.constantFrom('complete', 'error', 'never'),
  how: fc.constantFrom('sync', 'next', 'finalize', 'promise', 'later'),
  value: fc.boolean(),
  length: fc.integer({ min: 1, max: 5 }),
  tells: fc.boolean(),
});

const commonly = ['schedule', 'schedule', 'cancel', 'remove', 'add', 'unschedule'] as const;
const program: fc.Arbitrary<Program> = fc.record({
  overlap: fc.constantFrom<Overlap>('latch', 'exhaust', 'concat', 'switch', 'merge'),
  concurrent: fc.integer({ min: 1, max: 3 }),
  timeout: fc.constantFrom(undefined, 0, 2, 4),
  retryDue: fc.constantFrom(undefined, 1, 2),
  repeatDue: fc.integer({ min: 1, max: 3 }),
  works: fc.array(work, { minLength: 1, maxLength: 6 }),
  turn: fc.constantFrom('nothing', 'sync', 'later', 'finalize'),
  calls: fc.array(
    fc.record({
      time: fc.integer({ min: 0, max: 30 }),
      key: fc.constantFrom(...keys),
      what: fc.constantFrom(...commonly, ...commonly, ...commonly, 'drain', 'fail', 'unsubscribe'),
    }),
    { maxLength: 12 },
  ),
});

const boom = new Error('boom');

/** Makes two runs of it, one after the other, and returns what was wrong. */
function faultsOf({
  overlap,
  concurrent,
  timeout,
  retryDue,
  repeatDue,
  works,
  turn,
  calls,
}: Program): unknown[] {
  const scheduler = new HostScheduler();
  const faults: string[] = [];
  const open = new Map<string, number>(keys.map((key) => [key, 0]));
  /** The source of a key that is to complete inside its own `next`. */
  const inside = new Map<string, () => void>();
  const told = new Subject<string>();
  let over = false;
  let total = 0;
  /** How many of them nobody can close. */
  let unstoppable = 0;
  let turnsOpen = 0;
  let starts = 0;
  let lastTold = -1;
  const fault = (what: string) => faults.push(`${scheduler.now()} ${what}`);

  /** Opens the port of a key, and returns what closes it. */
  const opened = (key: string, stoppable = true): (() => void) => {
    const mine = open.get(key)! + 1;
    open.set(key, mine);
    total++;
    if (!stoppable) unstoppable++;
    if (over) fault(`${key} starts after the end`);
    if (turnsOpen > 0) fault(`${key} starts in a turn`);
    if (mine > 1 && overlap !== 'merge') fault(`${mine} of ${key} are open`);
    if (total > concurrent) fault(`${total} are open`);
    let closed = false;
    return () => {
      if (closed) return;
      closed = true;
      open.set(key, open.get(key)! - 1);
      total--;
      if (!stoppable) unstoppable--;
    };
  };

  const source = (key: string, { end, how, value, length, tells }: Work) =>
    new Observable<string>((subscriber) => {
      const close = opened(key);
      const finish = () => {
        if (end === 'complete') subscriber.complete();
        if (end === 'error') subscriber.error('failed');
      };
      const go = () => {
        inside.set(key, how === 'next' ? finish : () => undefined);
        if (value || how === 'next') subscriber.next(key);
        if (how !== 'next') finish();
      };
      const timed = how === 'sync' ? undefined : timer(length, scheduler);
      const inner = how === 'finalize' ? timed?.pipe(finalize(go)).subscribe() : timed?.subscribe(go);
      if (how === 'sync') go();
      return () => {
        inner?.unsubscribe();
        if (tells && lastTold < scheduler.now()) {
          lastTold = scheduler.now(); // Once an instant, or it could go on for ever.
          told.next(key);
        }
        close();
      };
    });

  /** A Promise that settles in virtual time; its port is open until then, whoever has lost interest in it. */
  const promise = ({ key, signal }: TaskContext<string>, { end, length }: Work): PromiseLike<string> => {
    const close = opened(key, false);
    // These policies start beside what was cancelled, which gives its slot back.
    if (overlap === 'switch' || overlap === 'merge') signal.addEventListener('abort', close);
    return {
      then: (resolve: any, reject: any) =>
        timer(length, scheduler).subscribe(() => {
          if (end === 'never' && timeout === undefined) return;
          close();
          if (end === 'error') reject('failed');
          else resolve(key);
        }) as never,
    };
  };

  /** What each handler returns; none may be called while that of another is open. */
  const result = (): Observable<never> | undefined => {
    if (turnsOpen > 0) fault('what a handler returned is open in the next turn');
    if (turn === 'nothing') return undefined;
    return new Observable<never>((subscriber) => {
      turnsOpen++;
      const end = () => subscriber.complete();
      const timed = turn === 'later' || turn === 'finalize' ? timer(1, scheduler) : undefined;
      const inner = turn === 'later' ? timed?.subscribe(end) : timed?.pipe(finalize(end)).subscribe();
      if (turn === 'sync') end();
      return () => {
        inner?.unsubscribe();
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
    ...(retryDue !== undefined && { retryDue }),
    project: (context) => {
      const made = works[starts++ % works.length]!;
      // Beyond its timeout a Promise counts no more (5.12), though it goes on.
      return made.how === 'promise' && timeout === undefined
        ? promise(context, made)
        : source(context.key, made);
    },
    next: (_, { key }) => {
      inside.get(key)?.();
      return result();
    },
    error: (_, { key }) => atEnd(key),
    complete: ({ key }) => atEnd(key),
  };
  const command = ({ key, what }: Call, loop: ControlLoop<string>) => {
    if (what === 'fail') throw boom;
    if (what === 'unsubscribe') return subscription.unsubscribe();
    if (what === 'drain') return loop.drain();
    if (what === 'add') return loop.has(key) ? undefined : loop.add(key, task);
    if (!loop.has(key)) return;
    if (what === 'schedule') loop.schedule(key, 0);
    else loop[what](key);
  };
  const event = (happens: (loop: ControlLoop<string>) => void) => (_: unknown, loop: ControlLoop<string>) => {
    if (turnsOpen > 0) fault('what a handler returned is open in the next turn');
    happens(loop);
  };
  const loop$ = smartPoll({
    entries: keys.map((key) => [key, task] as [string, typeof task]),
    hooks: {
      ...Object.fromEntries(
        calls.map((call, i) => [
          `call ${i}`,
          { source: timer(call.time, scheduler), next: event((loop) => command(call, loop)) },
        ]),
      ),
      told: {
        source: told,
        next: (key: string, loop: ControlLoop<string>) =>
          event(() => command({ time: 0, key, what: 'schedule' }, loop))(key, loop),
      },
    },
    concurrent,
    scheduler,
  });
  let subscription: Subscription;
  const ended = () => {
    over = true;
    if (total > unstoppable) fault(`${total - unstoppable} are open after the end`);
    if (turnsOpen > 0) fault('what a handler returned is open after the end');
  };
  for (const end of [40, 80]) {
    over = false;
    subscription = loop$.subscribe({
      error: (error: unknown) => (error === boom ? ended() : fault(`error ${error}`)),
      complete: ended,
    });
    scheduler.advanceTo(end);
    subscription.unsubscribe();
    ended();
  }
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
            const timed = how === 'sync' ? void go() : timer(length, scheduler);
            const inner = how === 'finalize' ? timed?.pipe(finalize(go)).subscribe() : timed?.subscribe(go);
            return () => {
              inner?.unsubscribe();
              open--;
            };
          });
          const subscription = source
            .pipe(
              poll(() => due, { scheduler }),
              take(40),
            )
            .subscribe();
          scheduler.advanceTo(30);
          subscription.unsubscribe();
          expect([most, open]).toEqual([1, 0]);
        },
      ),
    );
  });
});
