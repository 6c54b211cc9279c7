import { describe, expect, it } from '@jest/globals';
import { defer, ignoreElements, Observable, of, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { smartPoll, StandstillError, type SmartPollConfig } from '../../lib/index.js';
import { settled } from '../support/deferred.js';
import { boom, fail, told, watch, watchProcess } from '../support/hostile.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

const reported = watchProcess();

/** A source that counts who is subscribed. */
const open = new Set<object>();
const counted = new Observable<never>(() => {
  const token = {};
  open.add(token);
  return () => open.delete(token);
});

type Config = SmartPollConfig<any>;
const task = { startDue: 0, project: () => of(1) };
const later = () => new Observable<never>((subscriber) => void setImmediate(() => subscriber.error(boom)));

const faults: Record<string, Config> = {
  'project throws': { tasks: { a: { ...task, project: fail } } },
  'project rejects': { tasks: { a: { ...task, project: () => Promise.reject(boom) } } },
  'the first stage fails later': { tasks: { a: { ...task, project: later } } },
  'the subscriber function throws': { tasks: { a: { ...task, project: () => new Observable(fail) } } },
  'a then getter throws': {
    tasks: { a: { ...task, project: () => Object.defineProperty({}, 'then', { get: fail }) as never } },
  },
  'then throws': { tasks: { a: { ...task, project: () => ({ then: fail }) as never } } },
  'an iterator throws': { tasks: { a: { ...task, project: () => ({ [Symbol.iterator]: fail }) as never } } },
  'next throws': { tasks: { a: { ...task, next: fail } } },
  'next rejects': { tasks: { a: { ...task, next: () => Promise.reject(boom) } } },
  'next fails later': { tasks: { a: { ...task, next: later } } },
  'error throws': {
    tasks: { a: { ...task, project: () => Promise.reject(new Error('another')), error: fail } },
  },
  'complete throws': { tasks: { a: { ...task, complete: fail } } },
  'startDue throws': { tasks: { a: { ...task, startDue: fail } } },
  'repeatDue throws': { tasks: { a: { ...task, repeatDue: fail } } },
  'onRun throws': { tasks: { a: task }, onRun: fail },
  'onRun rejects': { tasks: { a: task }, onRun: () => Promise.reject(boom) },
  'a source throws': { tasks: { a: task }, hooks: { h: { source: new Observable(fail) } } },
  'a source fails later': { tasks: { a: task }, hooks: { h: { source: later() } } },
  "a hook's next throws": { tasks: { a: task }, hooks: { h: { source: of(1), next: fail } } },
  "a hook's complete throws": { tasks: { a: task }, hooks: { h: { source: of(1), complete: fail } } },
  'pause throws': { tasks: { a: task }, pause: new Observable(fail) },
  'pause fails later': { tasks: { a: task }, pause: later() },
  'drain throws': { tasks: { a: task }, drain: new Observable(fail) },
  'drain fails later': { tasks: { a: task }, drain: later() },
};

describe('a fault', () => {
  it.each(Object.entries(faults))(
    'should end the run once, release all and leave the instance usable: %s (4.2, 4.3, 4.5)',
    async (_, faulty) => {
      const run$ = smartPoll({ ...faulty, hooks: { ...faulty.hooks, other: { source: counted } } } as never);
      expect(await told(run$)).toEqual(['error', boom]);
      expect(await told(run$)).toEqual(['error', boom]);
      expect(open.size).toBe(0);
      expect(reported).toEqual([]);
    },
  );

  it('should change nothing where a monitor throws (7.1)', async () => {
    const run$ = smartPoll({ tasks: { a: { ...task, next: (v: number) => [v] } }, monitor: { next: fail } });
    expect(await told(run$)).toEqual([1, 'complete']);
    expect(reported).toEqual([]);
  });
});

describe('a first stage that breaks the rules', () => {
  const emits = async (project: () => any) => {
    const run$ = smartPoll({ tasks: { a: { ...task, project, next: (value: unknown) => [value] } } });
    expect(await told(run$)).toEqual(await told(run$));
    expect(reported).toEqual([]);
    return told(run$);
  };

  it('should be heard until it completes: it emits afterwards (1.8, 3.8)', async () => {
    const source = {
      subscribe(observer: any) {
        observer.next(1);
        observer.complete();
        observer.next(2);
        observer.error(boom);
        observer.complete();
        return { unsubscribe: () => undefined };
      },
      [(Symbol as any).observable ?? '@@observable']() {
        return this;
      },
    };
    expect(await emits(() => source)).toEqual([1, 'complete']);
  });

  it('should be heard once: a thenable that settles twice, synchronously and later (1.8)', async () => {
    const then = (resolve: (value: number) => void, reject: (error: unknown) => void) => {
      resolve(1);
      resolve(2);
      reject(boom);
      setImmediate(() => resolve(3));
    };
    expect(await emits(() => ({ then }))).toEqual([1, 'complete']);
  });

  it('should be heard once: a thenable that settles and then throws (1.8)', async () => {
    const then = (resolve: (value: number) => void) => {
      resolve(1);
      fail();
    };
    expect(await emits(() => ({ then }))).toEqual([1, 'complete']);
  });

  it('should keep no run from being unsubscribed: a thenable that never settles (4.3, 4.4)', async () => {
    const run$ = smartPoll({
      tasks: { a: { ...task, project: () => ({ then: () => undefined }) as never } },
    });
    expect(await told(run$)).toEqual([]);
    expect(reported).toEqual([]);
  });
});

describe('a source that is used from inside its own handler', () => {
  it.each(['next', 'complete', 'error', 'unsubscribe'] as const)(
    'should neither recurse nor be told twice: %s (3.4, 4.3)',
    async (what) => {
      let source: Subject<number>;
      let handle: (value: number) => void;
      const run$ = smartPoll({
        entries: [],
        hooks: { h: { source: defer(() => source), next: (value) => handle(value) } },
      });
      const run = () => {
        source = new Subject<number>();
        const log: unknown[] = [];
        let depth = 0;
        handle = (value) => {
          expect(++depth).toBe(1);
          log.push(value);
          if (what === 'unsubscribe') subscription.unsubscribe();
          else if (what === 'error') source.error(boom);
          else if (what === 'complete') source.complete();
          else if (value === 1) source.next(2);
          depth--;
        };
        const subscription = run$.subscribe({
          error: (error: unknown) => log.push(error),
          complete: () => log.push('complete'),
        });
        source.next(1);
        expect(source.observed).toBe(what === 'next');
        subscription.unsubscribe();
        return log;
      };
      const expected = { next: [1, 2], complete: [1, 'complete'], error: [1, boom], unsubscribe: [1] };
      expect(run()).toEqual(expected[what]);
      expect(run()).toEqual(expected[what]);
      await settled();
      expect(reported).toEqual([]);
    },
  );
});

describe('a scheduler whose clock goes backwards', () => {
  it('should start each key no more often than it was scheduled, and none never (6.5)', () => {
    const scheduler = new VirtualTimeScheduler();
    let offset = 0;
    const now = scheduler.now.bind(scheduler);
    scheduler.now = () => now() - offset;
    let starts = 0;
    const run$ = smartPoll({
      tasks: {
        a: {
          startDue: 10,
          project: () => {
            offset += 100;
            return of(++starts);
          },
          next: (count, loop) => void (count < 5 && loop.schedule('a', 10)),
        },
      },
      scheduler,
    });
    const log: string[] = [];
    run$.subscribe({ complete: () => log.push('complete') });
    scheduler.flush();
    expect([starts, log]).toEqual([5, ['complete']]);
  });

  it('should end the run, and say so, where it tells no time at all (2.5)', () => {
    const scheduler = new VirtualTimeScheduler();
    const now = scheduler.now.bind(scheduler);
    const run$ = smartPoll({
      tasks: { a: { startDue: 10, repeatDue: 10, project: () => of(1), next: () => [1] } },
      scheduler,
    });
    scheduler.now = () => NaN;
    const { log } = watch(run$.pipe(ignoreElements()));
    scheduler.flush();
    expect(log).toEqual(['error', expect.any(StandstillError)]);
    expect(scheduler.actions).toEqual([]);

    scheduler.now = now;
    const again = watch(run$.pipe(take(3)));
    scheduler.flush();
    expect(again.log).toEqual([1, 1, 1, 'complete']);
  });
});
