import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  Component,
  computed,
  createEnvironmentInjector,
  DestroyRef,
  effect,
  EnvironmentInjector,
  ErrorHandler,
  Injectable,
  inject,
  Injector,
  NgZone,
  PLATFORM_ID,
  signal,
  type Provider,
  type EnvironmentProviders,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  asyncScheduler,
  EMPTY,
  map,
  NEVER,
  Observable,
  of,
  Subject,
  throwError,
  timer,
  type SchedulerLike,
} from 'rxjs';
import { injectSmartPoll, type InjectSmartPollOptions } from '../../../lib/angular/index.js';
import { smartPoll, type LoopEvent, type LoopWarning, type TaskContext } from '../../../lib/index.js';

/** Answers 1, 2, 3, …, 100 ms after each request; again a second after each answer. */
const counting = () => {
  let requests = 0;
  return {
    tasks: {
      count: {
        startDue: 0,
        project: () => timer(100).pipe(map(() => ++requests)),
        next: (value: number, loop: { schedule(key: 'count', due: number): void }) => {
          loop.schedule('count', 1000);
          return [value];
        },
      },
    },
  };
};

const make = (options?: InjectSmartPollOptions) =>
  TestBed.runInInjectionContext(() => injectSmartPoll(counting(), options));
const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
const timers = () => jest.getTimerCount();

/** What holds with and without zone.js. */
export function describeRef(title: string, providers: (Provider | EnvironmentProviders)[]): void {
  describe(title, () => {
    beforeEach(() => {
      jest.useFakeTimers();
      TestBed.configureTestingModule({ providers });
    });
    afterEach(() => {
      TestBed.resetTestingModule();
      jest.useRealTimers();
    });

    it('should run from the start, and show its last value', async () => {
      const ref = make();
      expect([ref.status(), ref.value()]).toEqual(['running', undefined]);
      await pass(100);
      expect(ref.value()).toBe(1);
      await pass(1100);
      expect([ref.status(), ref.value(), ref.error()]).toEqual(['running', 2, undefined]);
    });

    it('should refresh a view', async () => {
      const Counter = Component({ selector: 'a-counter', template: '{{ ref.value() }} {{ ref.status() }}' })(
        class {
          readonly ref = injectSmartPoll(counting());
        },
      );
      const fixture = TestBed.createComponent(Counter);
      fixture.autoDetectChanges();
      expect(fixture.nativeElement.textContent).toBe(' running');
      await pass(200);
      expect(fixture.nativeElement.textContent).toBe('1 running');
    });

    it('should list its keys in a view', async () => {
      const Board = Component({
        selector: 'a-board',
        template: '@for (task of ref.tasks(); track task[0]) { {{ task[0] }}: {{ task[1].state }} }',
      })(
        class {
          readonly ref = injectSmartPoll(counting());
        },
      );
      const fixture = TestBed.createComponent(Board);
      fixture.autoDetectChanges();
      expect(fixture.nativeElement.textContent.trim()).toBe('count: running');
      await pass(200);
      expect(fixture.nativeElement.textContent.trim()).toBe('count: waiting');
    });

    it('should end with its component, and abort a first stage that is under way', () => {
      let signal: AbortSignal | undefined;
      const Asking = Component({ selector: 'an-asking', template: '' })(
        class {
          readonly ref = injectSmartPoll({
            tasks: {
              ask: {
                startDue: 0,
                project: (context: TaskContext) => {
                  signal = context.signal;
                  return new Promise<number>(() => {});
                },
              },
            },
          });
        },
      );
      const fixture = TestBed.createComponent(Asking);
      const { ref } = fixture.componentInstance;
      expect([ref.status(), signal!.aborted]).toEqual(['running', false]);
      fixture.destroy();
      expect([ref.status(), signal!.aborted]).toEqual(['idle', true]);
      ref.restart();
      expect(ref.status()).toBe('idle');
    });

    it('should leave no timer behind', async () => {
      const fixture = TestBed.createComponent(
        Component({ selector: 'a-timer', template: '' })(
          class {
            readonly ref = injectSmartPoll(counting());
          },
        ),
      );
      await pass(500);
      expect(timers()).toBeGreaterThan(0);
      fixture.destroy();
      await pass(0);
      expect(timers()).toBe(0);
    });

    it('should stop, keep its value, and start anew', async () => {
      const ref = make();
      await pass(100);
      ref.stop();
      expect([ref.status(), ref.value(), timers()]).toEqual(['idle', 1, 0]);
      await pass(5000);
      expect(ref.value()).toBe(1);
      ref.restart();
      expect([ref.status(), ref.value()]).toEqual(['running', 1]);
      await pass(100);
      expect(ref.value()).toBe(2);
    });

    it('should restart while it runs, without running twice', async () => {
      const ref = make();
      await pass(50);
      ref.restart();
      expect(ref.status()).toBe('running');
      await pass(99);
      expect(ref.value()).toBe(undefined);
      await pass(1);
      expect([ref.value(), ref.error()]).toEqual([1, undefined]);
    });

    it('should restart from its own output', async () => {
      const ref = make();
      const seen: number[] = [];
      ref.values$.subscribe((value) => {
        seen.push(value);
        if (value === 1) ref.restart();
      });
      await pass(100);
      await pass(100);
      expect([seen, ref.status(), ref.error()]).toEqual([[1, 2], 'running', undefined]);
    });

    it("should wait for the first restart with start: 'manual'", async () => {
      const ref = make({ start: 'manual' });
      await pass(5000);
      expect([ref.status(), ref.value(), timers()]).toEqual(['idle', undefined, 0]);
      expect([...ref.tasks().keys()]).toEqual(['count']);
      ref.restart();
      await pass(100);
      expect(ref.value()).toBe(1);
    });

    it("should start after a render with start: 'afterNextRender'", async () => {
      const ref = make({ start: 'afterNextRender' });
      expect(ref.status()).toBe('idle');
      TestBed.tick();
      expect(ref.status()).toBe('running');
      await pass(100);
      TestBed.tick();
      expect(ref.value()).toBe(1);
    });

    it('should not start after a render once it was stopped', () => {
      const ref = make({ start: 'afterNextRender' });
      ref.stop();
      TestBed.tick();
      expect(ref.status()).toBe('idle');
    });

    it('should show the error that ended it, and lose it with a restart', async () => {
      const failure = new Error('503');
      const handled = jest
        .spyOn(TestBed.inject(ErrorHandler), 'handleError')
        .mockImplementation(() => undefined);
      let failing = true;
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({
          tasks: {
            a: {
              startDue: 0,
              project: () => (failing ? throwError(() => failure) : of(1)),
              next: (n) => [n],
            },
          },
        }),
      );
      const ended: unknown[] = [];
      ref.values$.subscribe({ error: () => ended.push('error'), complete: () => ended.push('complete') });
      expect([ref.status(), ref.error(), ref.value()]).toEqual(['error', failure, undefined]);
      expect(ref.tasks().get('a')).toMatchObject({
        state: 'idle',
        due: undefined,
        runs: 1,
        lastError: failure,
      });
      expect(handled.mock.calls).toEqual([[failure]]);
      failing = false;
      ref.restart();
      expect(handled).toHaveBeenCalledTimes(1);
      expect([ref.status(), ref.error(), ref.value()]).toEqual(['complete', undefined, 1]);
      expect(ref.tasks().get('a')).toMatchObject({
        state: 'idle',
        due: undefined,
        runs: 1,
        lastError: undefined,
      });
      expect(ended).toEqual([]);
    });

    it('should complete when its loop does, and values$ with the injector', () => {
      const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
      const source = new Subject<string>();
      const ref = injectSmartPoll(
        { entries: [], hooks: { words: { source, next: (word) => [word] } } },
        { injector },
      );
      const seen: string[] = [];
      ref.values$.subscribe({ next: (word) => seen.push(word), complete: () => seen.push('complete') });
      source.next('a');
      source.complete();
      expect([ref.status(), ref.value()]).toEqual(['complete', 'a']);
      injector.destroy();
      expect(ref.status()).toBe('complete');
      expect(seen).toEqual(['a', 'complete']);
    });

    it('should show what each key is up to', async () => {
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({
          tasks: {
            a: {
              startDue: 200,
              project: () => timer(100).pipe(map(() => 1)),
              next: (_, loop) => loop.schedule('a', 500),
            },
            b: { project: () => EMPTY },
          },
        }),
      );
      const start = Date.now();
      const a = () => ref.tasks().get('a');
      const b = ref.tasks().get('b');
      expect(a()).toMatchObject({
        state: 'waiting',
        due: new Date(start + 200),
        runs: 0,
        lastError: undefined,
      });
      await pass(200);
      expect(a()).toMatchObject({ state: 'running', due: undefined, runs: 1, lastError: undefined });
      await pass(100);
      expect(a()).toMatchObject({
        state: 'waiting',
        due: new Date(start + 800),
        runs: 1,
        lastError: undefined,
      });
      expect(b).toMatchObject({ state: 'idle', due: undefined, runs: 0, lastError: undefined });
      expect(ref.tasks().get('b')).toBe(b);
      ref.stop();
      expect(a()).toMatchObject({ state: 'idle', due: undefined, runs: 1, lastError: undefined });
    });

    it('should do without an ErrorHandler where the injector has none', () => {
      const injector = Injector.create({
        providers: [
          { provide: PLATFORM_ID, useValue: 'browser' },
          { provide: NgZone, useValue: { runOutsideAngular: (work: () => unknown) => work() } },
          { provide: DestroyRef, useValue: { onDestroy: () => () => undefined } },
        ],
      });
      const failure = new Error('no provider, no handler');
      const tasks = { a: { startDue: 0, project: () => throwError(() => failure) } };
      const ref = injectSmartPoll({ tasks }, { injector });
      expect([ref.status(), ref.error()]).toEqual(['error', failure]);
    });

    it('should tell the ErrorHandler nothing of an error that a handler takes', () => {
      const handled = jest.spyOn(TestBed.inject(ErrorHandler), 'handleError');
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({
          tasks: {
            a: { startDue: 0, repeatDue: 9, project: () => throwError(() => 'e'), error: () => undefined },
          },
        }),
      );
      expect([ref.status(), ref.tasks().get('a')!.failures]).toEqual(['running', 1]);
      expect(handled).not.toHaveBeenCalled();
    });

    it('should run what is posted in a turn, refresh keys, and say why they do not run (9.1, 7.3)', async () => {
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({
          tasks: {
            a: { startDue: 900, project: () => timer(100), next: () => ['a'] },
            b: { startDue: 900, project: () => timer(100), next: () => ['b'] },
            late: { project: () => NEVER },
          },
        }),
      );
      const seen: string[] = [];
      ref.values$.subscribe((value) => seen.push(value));
      expect(ref.explain('b').reason).toBe('waiting');
      ref.refresh('a');
      expect(ref.explain('a').reason).toBe('running');
      await pass(100);
      expect(seen).toEqual(['a']);
      ref.refresh();
      await pass(100);
      expect(seen).toEqual(['a', 'a', 'b']);
      ref.post((loop) => {
        loop.schedule('b', 50);
        return ['posted'];
      });
      expect([ref.value(), ref.tasks().get('b')!.state]).toEqual(['posted', 'waiting']);
      await pass(150);
      expect([seen.at(-1), ref.status()]).toEqual(['b', 'running']);
      ref.stop();
      ref.refresh();
      expect([ref.status(), ref.explain('a').reason]).toEqual(['idle', 'stopped']);
    });

    it('should warn of what lasts in development, in the console, unless it is not to (9.3)', async () => {
      const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      const hangs = (options?: InjectSmartPollOptions) =>
        TestBed.runInInjectionContext(() =>
          injectSmartPoll(
            { tasks: { a: { startDue: 0, project: () => of(1), next: () => NEVER } } },
            options,
          ),
        );
      hangs();
      hangs({ watchdog: false });
      const report = jest.fn<(warning: LoopWarning) => void>();
      hangs({ watchdog: { turn: 500, stage: 500, report } });
      await pass(9_999);
      expect(warn).not.toHaveBeenCalled();
      await pass(1);
      expect(warn.mock.calls).toEqual([[expect.stringContaining('the next handler of task "a"')]]);
      expect(report.mock.calls.map(([{ reason }]) => reason)).toEqual(['turn']);
      warn.mockRestore();
    });

    it('should change the signal of the tasks once a turn at most', () => {
      const bulk = new Subject<number>();
      const keys = Array.from({ length: 50 }, (_, i) => i);
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({
          entries: keys.map((key) => [key, { project: () => EMPTY }] as const),
          hooks: {
            bulk: {
              source: bulk,
              next: (due, loop) => {
                // Whoever looks on in the middle of a turn sees no half of it.
                for (const key of keys) {
                  loop.schedule(key, due);
                  looks.add(ref.tasks());
                }
              },
            },
          },
        }),
      );
      const looks = new Set<unknown>([ref.tasks()]);
      let computations = 0;
      const waiting = computed(() => {
        computations++;
        return [...ref.tasks().values()].filter(({ state }) => state === 'waiting').length;
      });
      expect(waiting()).toBe(0);
      bulk.next(1000);
      expect(looks.size).toBe(1);
      expect(waiting()).toBe(50);
      bulk.next(2000);
      expect(looks.size).toBe(2);
      expect(waiting()).toBe(50);
      expect(computations).toBe(3);
    });

    it('should tell a monitor of the configuration as ever', () => {
      const seen: string[] = [];
      const monitor = {
        next: ({ type }: LoopEvent) => {
          seen.push(type);
          throw new Error('It only watches.');
        },
      };
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({ tasks: { a: { startDue: 0, project: () => of(1), next: () => ['x'] } }, monitor }),
      );
      expect(ref.value()).toBe('x');
      expect(ref.tasks().get('a')?.runs).toBe(1);
      expect([seen[0], seen.at(-1)]).toEqual(['run', 'complete']);
    });

    it('should be shared by two components through a service', async () => {
      let requests = 0;
      const Shared = Injectable({ providedIn: 'root' })(
        class {
          readonly ref = injectSmartPoll({
            tasks: {
              a: { startDue: 0, repeatDue: 1000, project: () => of(++requests), next: (n: number) => [n] },
            },
          });
        },
      );
      const Card = Component({ selector: 'a-card', template: '{{ ref.value() }}' })(
        class {
          readonly ref = inject(Shared).ref;
        },
      );
      const [one, other] = [TestBed.createComponent(Card), TestBed.createComponent(Card)];
      one.autoDetectChanges();
      other.autoDetectChanges();
      await pass(1050);
      expect([one, other].map(({ nativeElement }) => nativeElement.textContent)).toEqual(['2', '2']);
      one.destroy();
      await pass(1000);
      expect([other.nativeElement.textContent, requests]).toEqual(['3', 3]);
    });

    it('should take an injector outside of an injection context, and end with it', async () => {
      const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
      const ref = injectSmartPoll(counting(), { injector });
      await pass(100);
      expect(ref.value()).toBe(1);
      injector.destroy();
      expect([ref.status(), timers()]).toEqual(['idle', 0]);
    });

    it('should refuse to be called outside of an injection context: NG0203', () => {
      expect(() => injectSmartPoll(counting())).toThrow(/NG0203/);
    });

    it('should refuse to be called in a reactive context: NG0602', () => {
      const injector = TestBed.inject(Injector);
      expect(() => computed(() => injectSmartPoll(counting(), { injector }))()).toThrow(/NG0602/);
    });

    it('should make nothing that starts or stops it depend on what it reads', async () => {
      const path = signal('/a');
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll(
          {
            tasks: { a: { startDue: 0, repeatDue: 1000, project: () => of(path()), next: (said) => [said] } },
          },
          { start: 'manual' },
        ),
      );
      let [restarts, stops] = [0, 0];
      const doing = (work: () => void) => TestBed.runInInjectionContext(() => effect(work));
      doing(() => {
        restarts++;
        ref.restart();
      });
      TestBed.tick();
      path.set('/b');
      await pass(2000);
      TestBed.tick();
      expect([restarts, ref.status(), ref.value()]).toEqual([1, 'running', '/b']);

      doing(() => {
        stops++;
        ref.stop();
      });
      TestBed.tick();
      ref.restart();
      TestBed.tick();
      expect([stops, ref.status()]).toEqual([1, 'running']);
    });

    it.each([
      [
        { start: 'later' },
        "options.start must be 'now', 'manual', 'afterNextRender', got \"later\" (string)",
      ],
      [{ server: true }, "options.server must be 'off', 'first', got true (boolean)"],
      [{ injector: 1 }, 'options.injector must be an Injector, got 1 (number)'],
      [{ injector: null }, 'options.injector must be an Injector, got null (null)'],
      [
        { starts: 1 },
        'options.starts must be one of the options injector, start, server, watchdog, got 1 (number)',
      ],
      [null, 'options must be an object, got null (null)'],
    ])('should refuse wrong options: %j', (options: any, message) => {
      const make = () => TestBed.runInInjectionContext(() => injectSmartPoll(counting(), options));
      expect(make).toThrow(new TypeError(`smartPoll: ${message}`));
    });

    it('should refuse a wrong configuration as smartPoll() does (4.8)', () => {
      const wrong: any = { tasks: { a: { project: 1 } } };
      expect(() => TestBed.runInInjectionContext(() => injectSmartPoll(wrong))).toThrow(
        new TypeError('smartPoll: tasks.a.project must be a function, got 1 (number)'),
      );
    });

    it.each<[string, () => unknown]>([
      ['null', () => null],
      ['undefined', () => undefined],
      ['a text', () => 'tasks'],
      ['a function', () => () => {}],
      ['an Observable', () => of(1)],
      ['an array', () => []],
      ['no tasks', () => ({})],
      ['an unknown option', () => ({ tasks: {}, entry: [] })],
      ['a monitor that is none', () => ({ entries: [], monitor: 1 })],
      ['a monitor whose next is none', () => ({ entries: [], monitor: { next: 1 } })],
      ['a scheduler that is none', () => ({ entries: [], scheduler: { now: () => 0 } })],
      ['no scheduler but null', () => ({ entries: [], scheduler: null })],
      ['entries that are none', () => ({ entries: 'ab' })],
      ['an entry that is none', () => ({ entries: [null] })],
      ['an entry twice', () => ({ entries: [['a', { project: () => [] }]].flatMap((e) => [e, e]) })],
      [
        'an instance of a class without a task',
        () =>
          new (class Polled {
            entry = 1;
          })(),
      ],
    ])('should refuse in the words of smartPoll(): %s (4.8)', (_, wrong) => {
      const refusal = (work: () => unknown): unknown => {
        try {
          return work();
        } catch (error) {
          return error;
        }
      };
      const expected = refusal(() => smartPoll(wrong() as any));
      expect(expected).toBeInstanceOf(TypeError);
      const got = refusal(() => TestBed.runInInjectionContext(() => injectSmartPoll(wrong() as any)));
      expect(got).toEqual(expected);
    });

    it('should take a configuration of a class, with what its prototype has (4.8)', async () => {
      const said: string[] = [];
      class Polled {
        get tasks() {
          return { a: { startDue: 0, project: () => of(1), next: (value: number) => [value] } };
        }
        get hooks() {
          return { h: { source: timer(10), next: () => ['hook'] } };
        }
        onRun() {
          said.push('onRun');
        }
      }
      const ref = TestBed.runInInjectionContext(() => injectSmartPoll(new Polled() as any));
      ref.values$.subscribe((value) => said.push(String(value)));
      await pass(20);
      expect(said).toEqual(['onRun', 'hook']);
      expect([ref.status(), ref.value()]).toEqual(['complete', 'hook']);
    });

    it('should start after a render wherever it is called, with an injector', async () => {
      const ref = injectSmartPoll(counting(), {
        injector: TestBed.inject(Injector),
        start: 'afterNextRender',
      });
      expect(ref.status()).toBe('idle');
      TestBed.tick();
      expect(ref.status()).toBe('running');
    });

    it('should take a scheduler with private fields', async () => {
      class Private {
        #calls = 0;
        now() {
          return asyncScheduler.now() + 0 * this.#calls;
        }
        schedule(...args: Parameters<SchedulerLike['schedule']>) {
          this.#calls++;
          return asyncScheduler.schedule(...args);
        }
      }
      const config = { ...counting(), scheduler: new Private() as SchedulerLike };
      const ref = TestBed.runInInjectionContext(() => injectSmartPoll(config));
      await pass(1200);
      expect(ref.value()).toBe(2);
    });

    it('should go on after a teardown that throws, which whoever stops it is told (4.3)', () => {
      const boom = new Error('boom');
      let starts = 0;
      const failing = {
        startDue: 0,
        project: () =>
          new Observable<never>(() => {
            starts++;
            return () => {
              throw boom;
            };
          }),
      };
      const ref = TestBed.runInInjectionContext(() => injectSmartPoll({ tasks: { failing } }));
      expect(() => ref.restart()).toThrow('boom');
      expect([ref.status(), ref.error(), starts]).toEqual(['running', undefined, 2]);
      expect(() => ref.stop()).toThrow('boom');
      expect(ref.status()).toBe('idle');
      ref.restart();
      expect([ref.status(), starts]).toEqual(['running', 3]);
      expect(() => ref.stop()).toThrow('boom'); // Or destroying the injector would.
    });

    it('should take entries that can be iterated over once', () => {
      const entries = new Map([['a', { startDue: 0, project: () => NEVER }]]).entries();
      const ref = TestBed.runInInjectionContext(() => injectSmartPoll({ entries }));
      expect([...ref.tasks()].map(([key, { state }]) => [key, state])).toEqual([['a', 'running']]);
    });

    describe('on a server', () => {
      beforeEach(() => {
        TestBed.overrideProvider(PLATFORM_ID, { useValue: 'server' });
      });

      it('should keep still by default', async () => {
        const ref = make();
        ref.restart();
        await pass(5000);
        expect([ref.status(), ref.value(), timers()]).toEqual(['idle', undefined, 0]);
      });

      it("should stop at the first value with server: 'first'", async () => {
        const ref = make({ server: 'first' });
        expect(ref.status()).toBe('running');
        await pass(100);
        expect([ref.status(), ref.value()]).toEqual(['idle', 1]);
        await pass(20); // Angular renders.
        expect(timers()).toBe(0);
      });
    });
  });
}
