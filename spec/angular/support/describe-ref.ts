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
  type Signal,
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
      expect([ref.status(), ref.value(), ref.isRunning()]).toEqual(['loading', undefined, true]);
      await pass(100);
      expect(ref.value()).toBe(1);
      await pass(1100);
      expect([ref.status(), ref.value(), ref.error()]).toEqual(['resolved', 2, undefined]);
    });

    it('should refresh a view', async () => {
      const Counter = Component({ selector: 'a-counter', template: '{{ ref.value() }} {{ ref.status() }}' })(
        class {
          readonly ref = injectSmartPoll(counting());
        },
      );
      const fixture = TestBed.createComponent(Counter);
      fixture.autoDetectChanges();
      expect(fixture.nativeElement.textContent).toBe(' loading');
      await pass(200);
      expect(fixture.nativeElement.textContent).toBe('1 resolved');
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
      expect([ref.status(), signal!.aborted]).toEqual(['loading', false]);
      fixture.destroy();
      expect([ref.status(), signal!.aborted]).toEqual(['idle', true]);
      expect([ref.reload(), ref.status(), ref.isRunning()]).toEqual([false, 'idle', false]);
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

    it('should stop, keep its value, and start anew, with that value until the next', async () => {
      const ref = make();
      await pass(100);
      ref.stop();
      expect([ref.status(), ref.value(), ref.isRunning(), timers()]).toEqual(['resolved', 1, false, 0]);
      await pass(5000);
      expect(ref.value()).toBe(1);
      expect(ref.reload()).toBe(true);
      const state = () => [ref.status(), ref.value(), ref.isLoading(), ref.isRunning()];
      expect(state()).toEqual(['reloading', 1, true, true]);
      await pass(100);
      expect(state()).toEqual(['resolved', 2, false, true]);
    });

    it('should be idle once it was stopped before its first value', () => {
      const ref = make();
      ref.stop();
      expect([ref.status(), ref.isLoading(), ref.isRunning(), timers()]).toEqual(['idle', false, false, 0]);
    });

    it('should reload while it runs, without running twice', async () => {
      const ref = make();
      await pass(600); // Half a second after its first value.
      expect(ref.reload()).toBe(true);
      expect(ref.status()).toBe('reloading');
      await pass(99);
      expect(ref.value()).toBe(1);
      await pass(1);
      expect([ref.value(), ref.error()]).toEqual([2, undefined]);
      await pass(1099);
      expect(ref.value()).toBe(2);
    });

    it('should not reload before its first value, which is waited for as it is', async () => {
      const ref = make();
      await pass(50);
      expect(ref.reload()).toBe(false);
      await pass(50);
      expect([ref.status(), ref.value()]).toEqual(['resolved', 1]);
    });

    it('should be a snapshot, and know whether it has a value', async () => {
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({
          tasks: {
            a: { startDue: 50, project: () => of(0), next: (n) => [n] },
            b: { startDue: 100, project: () => throwError(() => 'no error') },
          },
        }),
      );
      jest.spyOn(TestBed.inject(ErrorHandler), 'handleError').mockImplementation(() => undefined);
      const state = () => [ref.hasValue(), ref.snapshot()];
      expect(state()).toEqual([false, { status: 'loading', value: undefined }]);
      await pass(50);
      expect(state()).toEqual([true, { status: 'resolved', value: 0 }]);
      await pass(50);
      expect(state()).toEqual([true, { status: 'error', error: ref.error() }]);
      expect([ref.error(), ref.error()!.cause, ref.value()]).toEqual([expect.any(Error), 'no error', 0]);
    });

    it('should reload from its own output', async () => {
      const ref = make();
      const seen: number[] = [];
      ref.values$.subscribe((value) => {
        seen.push(value);
        if (value === 1) ref.reload();
      });
      await pass(100);
      await pass(100);
      expect([seen, ref.status(), ref.error()]).toEqual([[1, 2], 'resolved', undefined]);
    });

    it("should wait for the first reload() with start: 'manual'", async () => {
      const ref = make({ start: 'manual' });
      await pass(5000);
      expect([ref.status(), ref.value(), timers()]).toEqual(['idle', undefined, 0]);
      expect([...ref.tasks().keys()]).toEqual(['count']);
      ref.reload();
      await pass(100);
      expect(ref.value()).toBe(1);
    });

    it("should start after a render with start: 'afterNextRender'", async () => {
      const ref = make({ start: 'afterNextRender' });
      expect(ref.status()).toBe('idle');
      TestBed.tick();
      expect(ref.status()).toBe('loading');
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

    it('should show the error that ended it, and lose it with a reload', async () => {
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
      ref.reload();
      expect(handled).toHaveBeenCalledTimes(1);
      expect([ref.status(), ref.error(), ref.value()]).toEqual(['resolved', undefined, 1]);
      expect(ref.isRunning()).toBe(false);
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
      expect([ref.status(), ref.value(), ref.isRunning()]).toEqual(['resolved', 'a', false]);
      injector.destroy();
      expect([ref.status(), ref.value()]).toEqual(['idle', undefined]);
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
      expect([ref.status(), ref.tasks().get('a')!.failures]).toEqual(['loading', 1]);
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
      expect([seen.at(-1), ref.status()]).toEqual(['b', 'resolved']);
      ref.stop();
      ref.refresh();
      expect([ref.isRunning(), ref.explain('a').reason]).toEqual([false, 'stopped']);
    });

    it('should refresh the keys that there are, and skip one that is gone', async () => {
      const started: string[] = [];
      const project = ({ key }: { key: string }) => (started.push(key), NEVER);
      const ref = TestBed.runInInjectionContext(() =>
        injectSmartPoll({ tasks: { a: { startDue: 900, project }, b: { startDue: 900, project } } }),
      );
      ref.post((loop) => loop.remove('b'));
      ref.refresh('b', 'a');
      expect([ref.isRunning(), started]).toEqual([true, ['a']]);
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
        ref.reload();
      });
      TestBed.tick();
      path.set('/b');
      await pass(2000);
      TestBed.tick();
      expect([restarts, ref.status(), ref.value()]).toEqual([1, 'resolved', '/b']);

      doing(() => {
        stops++;
        ref.stop();
      });
      TestBed.tick();
      ref.reload();
      TestBed.tick();
      expect([stops, ref.isRunning()]).toEqual([1, true]);
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
        'options.starts is not one of the options injector, start, server, watchdog, got 1 (number)',
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
      expect([ref.status(), ref.value()]).toEqual(['resolved', 'hook']);
    });

    it('should start after a render wherever it is called, with an injector', async () => {
      const ref = injectSmartPoll(counting(), {
        injector: TestBed.inject(Injector),
        start: 'afterNextRender',
      });
      expect(ref.status()).toBe('idle');
      TestBed.tick();
      expect(ref.status()).toBe('loading');
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
          new Observable<number>((subscriber) => {
            subscriber.next(++starts);
            return () => {
              throw boom;
            };
          }),
        next: (value: number) => [value],
      };
      const ref = TestBed.runInInjectionContext(() => injectSmartPoll({ tasks: { failing } }));
      expect(() => ref.reload()).toThrow('boom');
      expect([ref.status(), ref.error(), starts]).toEqual(['resolved', undefined, 2]);
      expect(() => ref.stop()).toThrow('boom');
      expect(ref.isRunning()).toBe(false);
      ref.reload();
      expect([ref.isRunning(), starts]).toEqual([true, 3]);
      expect(() => ref.stop()).toThrow('boom'); // Or destroying the injector would.
    });

    it('should take entries that can be iterated over once', () => {
      const entries = new Map([['a', { startDue: 0, project: () => NEVER }]]).entries();
      const ref = TestBed.runInInjectionContext(() => injectSmartPoll({ entries }));
      expect([...ref.tasks()].map(([key, { state }]) => [key, state])).toEqual([['a', 'running']]);
    });

    describe('signals where streams are taken', () => {
      /** Three tasks of which each runs for 100 ms, again and again, and how many run. */
      const three = () => {
        const running = { now: 0, starts: 0 };
        const task = {
          startDue: 0,
          repeatDue: 0,
          limit: 'host',
          project: () =>
            new Observable<number>((subscriber) => {
              running.now++;
              running.starts++;
              subscriber.add(() => running.now--);
              subscriber.add(timer(100).subscribe(subscriber));
            }),
        };
        return { running, tasks: { a: task, b: task, c: task } };
      };
      const tick = async (milliseconds: number) => {
        TestBed.tick();
        await pass(milliseconds);
      };

      it('should be paused from the start by a signal, beside a stream, and follow it', async () => {
        const [paused, hidden] = [signal(true), new Subject<boolean>()];
        const { running, tasks } = three();
        const limits = { host: {} };
        TestBed.runInInjectionContext(() => injectSmartPoll({ tasks, limits, pause: [paused, hidden] }));
        await tick(500);
        expect(running.starts).toBe(0);
        paused.set(false);
        await tick(0);
        expect(running.starts).toBe(3);
        hidden.next(true);
        await tick(500);
        expect(running.starts).toBe(3);
      });

      it('should be paused by one signal', async () => {
        const { running, tasks } = three();
        TestBed.runInInjectionContext(() =>
          injectSmartPoll({ tasks, limits: { host: {} }, pause: signal(true) }),
        );
        await tick(500);
        expect(running.starts).toBe(0);
      });

      it.each([
        ['concurrent', (several: Signal<number>) => ({ concurrent: several, limits: { host: {} } })],
        [
          'concurrent of a limit',
          (several: Signal<number>) => ({ limits: { host: { concurrent: several } } }),
        ],
      ])('should run as many as a signal says: %s', async (_, options) => {
        const several = signal(1);
        const { running, tasks } = three();
        const ref = TestBed.runInInjectionContext(() => injectSmartPoll({ tasks, ...options(several) }));
        await tick(10);
        expect(running.now).toBe(1);
        several.set(3);
        await tick(10);
        expect(running.now).toBe(3);
        several.set(2);
        await tick(10);
        expect(running.now).toBe(3); // Nothing that runs is stopped.
        await tick(100);
        expect(running.now).toBe(2);
        ref.stop();
        several.set(1);
        TestBed.tick();
        ref.reload();
        expect(running.now).toBe(1); // What it is as the loop starts anew.
      });

      it('should start as many in a time as a signal says', async () => {
        const rate = signal({ starts: 1, per: 1000 });
        const { running, tasks } = three();
        TestBed.runInInjectionContext(() => injectSmartPoll({ tasks, limits: { host: { rate } } }));
        await tick(900);
        expect(running.starts).toBe(1);
        rate.set({ starts: 3, per: 1000 });
        await tick(50);
        expect(running.starts).toBe(3);
      });

      it('should ask again after what a signal says as a run ends: repeatDue takes functions', async () => {
        const every = signal(1000);
        const ref = TestBed.runInInjectionContext(() =>
          injectSmartPoll({ tasks: { a: { startDue: 0, repeatDue: every, project: () => timer(100) } } }),
        );
        await tick(200);
        every.set(300); // What is due is not moved.
        await tick(899);
        expect(ref.tasks().get('a')!.runs).toBe(1);
        await tick(1 + 100 + 300);
        expect(ref.tasks().get('a')!.runs).toBe(3);
      });

      it('should fail with what a signal throws or has that is none, and begin anew as it is well', async () => {
        const handleError = jest
          .spyOn(TestBed.inject(ErrorHandler), 'handleError')
          .mockImplementation(() => undefined);
        const boom = new Error('boom');
        const wanted = signal(2);
        const concurrent = computed(() => {
          if (wanted() === 0) throw boom;
          return wanted();
        });
        const { tasks } = three();
        const ref = TestBed.runInInjectionContext(() =>
          injectSmartPoll({ tasks, limits: { host: {} }, concurrent }),
        );
        wanted.set(0);
        await tick(0);
        expect([ref.error(), ref.isRunning(), timers()]).toEqual([boom, false, 0]);
        ref.reload();
        expect([ref.error(), ref.isRunning()]).toEqual([boom, false]);
        wanted.set(-1);
        TestBed.tick();
        ref.reload();
        expect(ref.error()!.message).toBe(
          'smartPoll: the value of concurrent must be a whole number from 0, or Infinity, got -1 (number)',
        );
        expect(handleError).toHaveBeenCalledTimes(3);
        wanted.set(1);
        TestBed.tick();
        ref.reload();
        expect([ref.error(), ref.isRunning()]).toEqual([undefined, true]);
      });

      it('should leave nothing that follows a signal once it is stopped, or its injector is gone', () => {
        let looks = 0;
        const source = signal(0);
        const paused = computed(() => (looks++, source() < 0));
        const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
        const { tasks } = three();
        const ref = injectSmartPoll({ tasks, limits: { host: {} }, pause: paused }, { injector });
        const looksAfter = (change: () => void): number => {
          TestBed.tick();
          change();
          const before = looks;
          source.update((last) => last + 1);
          TestBed.tick();
          return looks - before;
        };
        expect(looksAfter(() => undefined)).toBe(1);
        expect(looksAfter(() => ref.stop())).toBe(0);
        expect(looksAfter(() => ref.reload())).toBe(1);
        expect(looksAfter(() => injector.destroy())).toBe(0);
      });

      it('should start from an effect without making it depend on its signals', async () => {
        const paused = signal(false);
        const { running, tasks } = three();
        const ref = TestBed.runInInjectionContext(() =>
          injectSmartPoll({ tasks, limits: { host: {} }, pause: paused }, { start: 'manual' }),
        );
        let times = 0;
        TestBed.runInInjectionContext(() =>
          effect(() => {
            times++;
            ref.reload();
          }),
        );
        await tick(10);
        paused.set(true);
        await tick(500);
        expect([times, running.starts]).toEqual([1, 3]);
      });

      it.each<[string, () => any]>([
        ['a pause that is none', () => ({ pause: 1 })],
        ['a list with a pause that is none', () => ({ pause: [1] })],
        ['limits that are none', () => ({ limits: 1 })],
        ['a limit that is none', () => ({ limits: { host: null } })],
        ['an option of a limit that is none', () => ({ limits: { host: { rat: 1 } } })],
      ])('should refuse in the words of smartPoll(): %s', (_, wrong) => {
        const refusal = (make: (config: any) => unknown) => {
          try {
            return make({ entries: [], ...wrong() });
          } catch (error) {
            return error;
          }
        };
        const expected = refusal(smartPoll);
        expect(expected).toBeInstanceOf(TypeError);
        expect(refusal((config) => TestBed.runInInjectionContext(() => injectSmartPoll(config)))).toEqual(
          expected,
        );
      });
    });

    describe('on a server', () => {
      beforeEach(() => {
        TestBed.overrideProvider(PLATFORM_ID, { useValue: 'server' });
      });

      it('should keep still by default', async () => {
        const ref = make();
        expect(ref.reload()).toBe(false);
        await pass(5000);
        expect([ref.status(), ref.value(), timers()]).toEqual(['idle', undefined, 0]);
      });

      it("should stop at the first value with server: 'first'", async () => {
        const ref = make({ server: 'first' });
        expect(ref.status()).toBe('loading');
        await pass(100);
        expect([ref.status(), ref.value(), ref.isRunning()]).toEqual(['resolved', 1, false]);
        await pass(20); // Angular renders.
        expect(timers()).toBe(0);
      });
    });
  });
}
