import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  Component,
  computed,
  createEnvironmentInjector,
  effect,
  EnvironmentInjector,
  ErrorHandler,
  Injector,
  PLATFORM_ID,
  signal,
  type EnvironmentProviders,
  type Provider,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { EMPTY, map, NEVER, of, Subject, throwError, timer, type Observable } from 'rxjs';
import { injectPoll, type InjectPollOptions } from '../../../lib/angular/index.js';
import { sharedPoll, type TaskContext } from '../../../lib/index.js';

const inContext = <T>(work: () => T): T => TestBed.runInInjectionContext(work);
/** Effects run, as in a change detection; then time passes, and they run again. */
const pass = async (milliseconds: number) => {
  TestBed.tick();
  await jest.advanceTimersByTimeAsync(milliseconds);
  TestBed.tick();
};

const raise = (error: Error): never => {
  throw error;
};

/** What holds with and without zone.js. */
export function describePoll(title: string, providers: (Provider | EnvironmentProviders)[]): void {
  describe(title, () => {
    const handleError = jest.fn();
    const boom = new Error('boom');
    let asked: string[] = [];
    let signals: AbortSignal[] = [];

    /** Answers `key 1`, `key 2`, …, 100 ms after each request. */
    const answer = (key: string, abort?: AbortSignal): Observable<string> => {
      asked.push(key);
      if (abort !== undefined) signals.push(abort);
      const text = `${key} ${asked.length}`;
      return timer(100).pipe(map(() => text));
    };
    const polling = (options: Partial<InjectPollOptions<string, string>> = {}) =>
      inContext(() =>
        injectPoll<string, string>({
          params: () => 'a',
          project: ({ params, signal }) => answer(params, signal),
          every: 1000,
          ...options,
        }),
      );
    const sharing = (retryDue?: number) =>
      sharedPoll({
        project: ({ key }: TaskContext<string>) => answer(key),
        every: 1000,
        ...(retryDue === undefined ? {} : { retryDue }),
      });

    beforeEach(() => {
      [asked, signals] = [[], []];
      handleError.mockClear();
      jest.useFakeTimers();
      TestBed.configureTestingModule({
        providers: [...providers, { provide: ErrorHandler, useValue: { handleError } }],
      });
    });
    afterEach(() => {
      TestBed.resetTestingModule();
      jest.useRealTimers();
    });

    describe('as a resource', () => {
      it('should load, resolve and reload, with the value of before', async () => {
        const ref = polling();
        const state = () => [ref.status(), ref.value(), ref.isLoading(), ref.hasValue()];
        expect(state()).toEqual(['loading', undefined, true, false]);
        await pass(99);
        expect(state()).toEqual(['loading', undefined, true, false]);
        await pass(1);
        expect(state()).toEqual(['resolved', 'a 1', false, true]);
        await pass(1000);
        expect(state()).toEqual(['reloading', 'a 1', true, true]);
        await pass(100);
        expect(state()).toEqual(['resolved', 'a 2', false, true]);
        expect(ref.snapshot()).toEqual({ status: 'resolved', value: 'a 2' });
        expect(handleError).not.toHaveBeenCalled();
      });

      it('should be resolved with undefined, where that is the answer', async () => {
        const ref = inContext(() => injectPoll({ project: () => of(undefined), every: 1000 }));
        await pass(0);
        expect([ref.status(), ref.hasValue()]).toEqual(['resolved', false]);
      });

      it('should ask with null where there are no params', async () => {
        const ref = inContext(() => injectPoll({ project: ({ params }) => of([params]), every: 1000 }));
        await pass(0);
        expect(ref.value()).toEqual([null]);
        const none = inContext(() =>
          injectPoll<null, null[]>({
            params: undefined as never,
            project: ({ params }) => of([params]),
            every: 1000,
          }),
        );
        await pass(0);
        expect([none.status(), none.value()]).toEqual(['resolved', [null]]);
      });

      it('should refresh a view, and end with it', async () => {
        const Price = Component({
          selector: 'a-price',
          template: '{{ price.value() }} {{ price.status() }}',
        })(
          class {
            readonly price = injectPoll({ project: () => answer('a'), every: 1000 });
          },
        );
        const fixture = TestBed.createComponent(Price);
        fixture.autoDetectChanges();
        expect(fixture.nativeElement.textContent).toBe(' loading');
        await pass(200);
        expect(fixture.nativeElement.textContent).toBe('a 1 resolved');
        fixture.destroy();
        await pass(5000);
        expect([asked, jest.getTimerCount()]).toEqual([['a'], 0]);
      });

      it('should not read its params before they are there, such as a required input', async () => {
        const given: string[] = [];
        const ref = polling({
          params: () => {
            if (given.length === 0) throw new Error('NG0950');
            return given[0];
          },
        });
        given.push('a');
        await pass(100);
        expect([ref.value(), handleError.mock.calls]).toEqual(['a 1', []]);
      });
    });

    describe('params', () => {
      it('should cancel the request and start anew as they change', async () => {
        const id = signal('a');
        const ref = polling({ params: id });
        await pass(50);
        id.set('b');
        expect(ref.status()).toBe('loading');
        await pass(60);
        expect([signals.map(({ aborted }) => aborted), ref.value()]).toEqual([[true, false], undefined]);
        await pass(40);
        expect([ref.status(), ref.value()]).toEqual(['resolved', 'b 2']);
        await pass(2200);
        expect(asked).toEqual(['a', 'b', 'b', 'b']);
      });

      it('should show no value of others, not even before the effect has run', async () => {
        const id = signal('a');
        const ref = polling({ params: id });
        await pass(100);
        expect(ref.value()).toBe('a 1');
        id.set('b');
        expect([ref.status(), ref.value(), ref.hasValue()]).toEqual(['loading', undefined, false]);
        id.set('a');
        expect([ref.status(), ref.value()]).toEqual(['loading', undefined]);
      });

      it('should keep the previous value with keepPrevious, until the next or none is wanted', async () => {
        const id = signal<string | undefined>('a');
        const ref = polling({ params: id, keepPrevious: true });
        await pass(100);
        id.set('b');
        expect([ref.status(), ref.value()]).toEqual(['loading', 'a 1']);
        await pass(50);
        id.set('c');
        await pass(50);
        expect([ref.status(), ref.value()]).toEqual(['loading', 'a 1']);
        await pass(50);
        expect([ref.status(), ref.value()]).toEqual(['resolved', 'c 3']);
        id.set(undefined);
        await pass(0);
        id.set('d');
        expect([ref.status(), ref.value()]).toEqual(['loading', undefined]);
      });

      it('should poll nothing while they are undefined', async () => {
        const id = signal<string | undefined>(undefined);
        const ref = polling({ params: id });
        await pass(5000);
        expect([ref.status(), ref.reload(), asked]).toEqual(['idle', false, []]);
        id.set('a');
        await pass(50);
        id.set(undefined);
        expect(ref.status()).toBe('idle');
        await pass(5000);
        expect([ref.value(), asked, signals[0]!.aborted]).toEqual([undefined, ['a'], true]);
        expect(jest.getTimerCount()).toBe(0);
      });

      it('should not start anew where they are the same again', async () => {
        const path = signal('/a?1');
        polling({ params: () => path().split('?')[0] });
        await pass(50);
        path.set('/a?2');
        await pass(50);
        expect([asked, signals[0]!.aborted]).toEqual([['/a'], false]);
      });

      it('should show what they throw, tell the ErrorHandler, and go on when they do not', async () => {
        const id = signal('');
        const params = () => {
          if (id() === '') throw boom;
          return id();
        };
        const ref = polling({ params });
        await pass(100);
        expect([ref.status(), ref.error(), ref.reload()]).toEqual(['error', boom, false]);
        expect([handleError.mock.calls, asked]).toEqual([[[boom]], []]);
        id.set('a');
        await pass(100);
        expect([ref.status(), ref.error(), ref.value()]).toEqual(['resolved', undefined, 'a 1']);
      });

      it('should depend on nothing that project reads', async () => {
        const path = signal('/x');
        const ref = polling({ project: ({ params }) => answer(params + path()) });
        await pass(100);
        path.set('/y');
        await pass(500);
        expect([ref.value(), asked]).toEqual(['a/x 1', ['a/x']]);
      });
    });

    describe('every', () => {
      it('should follow a signal', async () => {
        const every = signal(1000);
        polling({ every });
        await pass(1150);
        expect(asked.length).toBe(2);
        await pass(150); // 100 ms after an answer.
        every.set(200);
        await pass(100);
        expect(asked.length).toBe(3);
        await pass(300);
        expect(asked.length).toBe(4);
      });

      it.each([0, -1, NaN])('should refuse %p', (every) => {
        expect(() => polling({ every })).toThrow(
          new TypeError(
            `smartPoll: options.every must be milliseconds above 0, Infinity, or a signal of them, got ${every} (number)`,
          ),
        );
      });

      it.each([0, -1, NaN])(
        'should fail when a signal becomes %p, and begin anew with reload()',
        async (bad) => {
          const every = signal(1000);
          const ref = polling({ every });
          await pass(150);
          every.set(bad);
          await pass(2000);
          expect(ref.error()).toBeInstanceOf(RangeError);
          expect(ref.error()!.message).toContain(`every of "a" (string) got ${bad} (number)`);
          expect([ref.status(), ref.value(), asked.length]).toEqual(['error', 'a 1', 1]);
          expect(handleError.mock.calls).toEqual([[ref.error()]]);
          every.set(500);
          await pass(0);
          expect(ref.reload()).toBe(true);
          expect([ref.status(), ref.value()]).toEqual(['reloading', 'a 1']);
          await pass(650);
          expect([ref.status(), asked.length]).toEqual(['reloading', 3]);
        },
      );
    });

    describe('signals', () => {
      it('should be read while it is polled, and no longer', async () => {
        const source = signal(0);
        const looks = { every: 0, pause: 0 };
        const every = computed(() => (looks.every++, 1000 + source()));
        const pause = computed(() => (looks.pause++, source() < 0));
        const id = signal<string | undefined>('a');
        const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
        polling({ params: id, every, pause, injector });
        const looksAfter = async (change: () => void) => {
          change();
          await pass(0);
          const before = { ...looks };
          source.update((last) => last + 1);
          await pass(0);
          return [looks.every - before.every, looks.pause - before.pause];
        };
        expect(await looksAfter(() => undefined)).toEqual([1, 1]);
        expect(await looksAfter(() => id.set(undefined))).toEqual([0, 0]);
        expect(await looksAfter(() => id.set('b'))).toEqual([1, 1]);
        expect(await looksAfter(() => injector.destroy())).toEqual([0, 0]);
      });

      it.each(['every', 'pause'] as const)(
        'should fail with what one throws, and begin anew with reload(): %s',
        async (option) => {
          const isWrong = signal(false);
          const follow = (value: any) => computed(() => (isWrong() ? raise(boom) : value));
          const ref = polling(option === 'every' ? { every: follow(1000) } : { pause: follow(false) });
          await pass(150);
          isWrong.set(true);
          await pass(2000);
          expect([ref.status(), ref.error(), ref.value()]).toEqual(['error', boom, 'a 1']);
          expect([handleError.mock.calls, jest.getTimerCount()]).toEqual([[[boom]], 0]);
          isWrong.set(false);
          expect(ref.reload()).toBe(true);
          await pass(100);
          expect([ref.status(), ref.value()]).toEqual(['resolved', 'a 2']);
        },
      );

      it('should be read outside of what an effect depends on', async () => {
        const [id, pause, every] = [signal('a'), signal(false), signal(1000)];
        polling({ params: id, pause, every });
        await pass(50);
        pause.set(true);
        every.set(500);
        await pass(0);
        expect(signals.map(({ aborted }) => aborted)).toEqual([false]); // Or polling would have begun anew.
      });
    });

    describe('errors', () => {
      it('should end polling, tell the ErrorHandler, and keep the value; reload() begins anew', async () => {
        const ref = polling({
          project: () => (
            asked.push('a'),
            asked.length === 2 ? throwError(() => boom) : of(`a ${asked.length}`)
          ),
        });
        await pass(1100);
        expect([ref.status(), ref.error(), ref.value()]).toEqual(['error', boom, 'a 1']);
        expect(ref.snapshot()).toEqual({ status: 'error', error: boom });
        expect(handleError.mock.calls).toEqual([[boom]]);
        await pass(5000);
        expect(asked.length).toBe(2);
        expect(ref.reload()).toBe(true);
        expect([ref.status(), ref.error(), ref.value()]).toEqual(['resolved', undefined, 'a 3']);
        await pass(1100);
        expect(asked.length).toBe(4);
      });

      it('should be shown while retryDue tries again, and told to nobody else', async () => {
        const ref = polling({
          project: () =>
            (asked.push('a'), asked.length === 2 ? throwError(() => boom) : timer(100)) as Observable<any>,
          retryDue: 300,
        });
        await pass(150);
        await pass(1000);
        expect([ref.status(), ref.error(), ref.hasValue()]).toEqual(['error', boom, true]);
        await pass(300);
        expect([ref.status(), ref.error()]).toEqual(['reloading', boom]);
        await pass(100);
        expect([ref.status(), ref.error()]).toEqual(['resolved', undefined]);
        expect(handleError).not.toHaveBeenCalled();
      });

      it('should be Errors, with anything else as the cause', async () => {
        const ref = polling({ project: () => throwError(() => 'no error') });
        await pass(0);
        expect(ref.error()).toBeInstanceOf(Error);
        expect(ref.error()!.cause).toBe('no error');
        expect(handleError.mock.calls).toEqual([['no error']]);
      });

      it('should come of a request that takes longer than timeout', async () => {
        const ref = polling({ project: () => NEVER, timeout: 500 });
        await pass(500);
        expect([ref.status(), ref.error()?.name]).toEqual(['error', 'TimeoutError']);
      });
    });

    describe('pause', () => {
      it('should hold it back: a signal', async () => {
        const pause = signal(true);
        const ref = polling({ pause });
        await pass(2000);
        expect([ref.status(), asked]).toEqual(['loading', []]);
        pause.set(false);
        await pass(100);
        expect([ref.status(), asked]).toEqual(['resolved', ['a']]);
      });

      it('should hold it back: several, of both kinds', async () => {
        const hidden = new Subject<boolean>();
        const paused = signal(false);
        polling({ pause: [hidden, paused] });
        await pass(100);
        hidden.next(true);
        await pass(3000);
        expect(asked.length).toBe(1);
        hidden.next(false);
        await pass(0);
        expect(asked.length).toBe(2);
      });
    });

    describe('reload()', () => {
      it('should ask at once, and join a request that goes on', async () => {
        const ref = polling();
        expect(ref.reload()).toBe(false);
        await pass(50);
        expect(ref.reload()).toBe(false);
        await pass(150);
        expect([ref.reload(), ref.status(), asked.length]).toEqual([true, 'reloading', 2]);
        expect([ref.reload(), asked.length]).toEqual([true, 2]);
        await pass(1050);
        expect(asked.length).toBe(2); // A second after the answer.
        await pass(50);
        expect(asked.length).toBe(3);
      });

      it('should show an error that it meets once', async () => {
        const ref = polling({
          project: () => (asked.push('a'), asked.length === 2 ? throwError(() => boom) : of('a')),
        });
        await pass(0);
        expect(ref.reload()).toBe(true);
        await pass(0);
        expect([ref.status(), ref.error(), handleError.mock.calls]).toEqual(['error', boom, [[boom]]]);
      });

      it('should make nothing depend on what it reads', async () => {
        const ref = polling();
        await pass(100);
        let times = 0;
        inContext(() =>
          effect(() => {
            times++;
            ref.reload();
          }),
        );
        await pass(3000);
        expect(times).toBe(1);
      });
    });

    describe('from a sharedPoll', () => {
      it('should make one request for all who watch, at the tightest pace', async () => {
        const from = sharing();
        const tight = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
        const [one, two, three] = inContext(() => [
          injectPoll({ from, key: () => 'a' }),
          injectPoll({ from, key: () => 'a', every: 2000 }),
          injectPoll({ from, key: () => 'a', every: signal(400), injector: tight }),
        ]);
        await pass(100);
        expect([one, two, three].map((ref) => ref!.value())).toEqual(['a 1', 'a 1', 'a 1']);
        await pass(1000); // Asked for again at 500 and 1000.
        expect([asked.length, two!.value(), two!.status()]).toEqual([3, 'a 3', 'resolved']);
        tight.destroy();
        await pass(900);
        expect(asked.length).toBe(3);
        await pass(200);
        expect([asked.length, three!.status()]).toEqual([4, 'idle']);
        expect(from.keys()).toEqual(['a']);
        TestBed.resetTestingModule();
        expect([from.keys(), jest.getTimerCount()]).toEqual([[], 0]);
      });

      it('should follow its key, and show at once what others have', async () => {
        const from = sharing();
        const others = from('b').subscribe();
        const key = signal<string | undefined>('a');
        const ref = inContext(() => injectPoll({ from, key }));
        await pass(150);
        key.set('b');
        await pass(0);
        expect([ref.status(), ref.value(), from.keys()]).toEqual(['resolved', 'b 1', ['b']]);
        key.set(undefined);
        await pass(0);
        expect([ref.status(), from.keys()]).toEqual(['idle', ['b']]);
        others.unsubscribe();
        expect(jest.getTimerCount()).toBe(0);
      });

      it('should go on with a run where another object means the same key', async () => {
        let starts = 0;
        const from = sharedPoll({
          project: ({ key }: TaskContext<{ id: string }>) => (starts++, answer(key.id)),
          every: 1000,
          keyOf: ({ id }) => id,
        });
        const key = signal({ id: 'a' });
        const ref = inContext(() => injectPoll({ from, key }));
        await pass(50);
        key.set({ id: 'a' });
        await pass(50);
        expect([ref.value(), starts]).toEqual(['a 1', 1]);
      });

      it('should show what keyOf throws', async () => {
        const from = sharedPoll({
          project: ({ key }: TaskContext<string>) => answer(key),
          every: 1000,
          keyOf: () => {
            throw boom;
          },
        });
        const ref = inContext(() => injectPoll({ from, key: () => 'a' }));
        await pass(0);
        expect([ref.status(), ref.error(), handleError.mock.calls]).toEqual(['error', boom, [[boom]]]);
      });

      it('should be resolved by values for which nothing is asked here, as of another tab', async () => {
        const asking = sharing();
        const values = new Subject<string>();
        const from = Object.assign(() => values.asObservable(), {
          refresh: asking.refresh,
          state: asking.state,
          keys: asking.keys,
        });
        const ref = inContext(() => injectPoll({ from, key: () => 'a' }));
        await pass(0);
        expect([ref.status(), ref.isLoading()]).toEqual(['loading', true]);
        values.next('theirs');
        expect([ref.status(), ref.value(), ref.isLoading()]).toEqual(['resolved', 'theirs', false]);
      });

      it('should reload for all who watch', async () => {
        const from = sharing();
        const [one, two] = inContext(() => [
          injectPoll({ from, key: () => 'a' }),
          injectPoll({ from, key: () => 'a' }),
        ]);
        await pass(150);
        expect(one!.reload()).toBe(true);
        expect(two!.status()).toBe('reloading');
        await pass(100);
        expect(two!.value()).toBe('a 2');
      });
    });

    it('should end with its injector, and abort a request that is under way', async () => {
      const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
      const ref = polling({ injector });
      await pass(50);
      injector.destroy();
      expect([ref.status(), ref.reload(), signals[0]!.aborted]).toEqual(['idle', false, true]);
      await pass(5000);
      expect([asked.length, jest.getTimerCount()]).toEqual([1, 0]);
    });

    it('should refuse to be called outside of an injection context: NG0203', () => {
      expect(() => injectPoll({ project: () => of(1), every: 1000 })).toThrow(/NG0203/);
    });

    it('should refuse to be called in a reactive context: NG0602', () => {
      const injector = TestBed.inject(Injector);
      const poll = computed(() => injectPoll({ project: () => of(1), every: 1000, injector }));
      expect(() => poll()).toThrow(/NG0602/);
    });

    const project = () => of(1);
    it.each<[any, string]>([
      [null, 'options must be an object, got null (null)'],
      [{ project }, 'options.every must be given, got undefined (undefined)'],
      [{ every: 1 }, 'options.project must be given, got undefined (undefined)'],
      [{ project: 1, every: 1 }, 'options.project must be a function, got 1 (number)'],
      [{ project, every: 1, params: 'a' }, 'options.params must be a function, got "a" (string)'],
      [{ project, every: 1, server: true }, "options.server must be 'off', 'first', got true (boolean)"],
      [{ project, every: 1, injector: 1 }, 'options.injector must be an Injector, got 1 (number)'],
      [{ project, every: 1, keepPrevious: 1 }, 'options.keepPrevious must be true or false, got 1 (number)'],
      [{ from: 1, key: project }, 'options.from must be what sharedPoll() returned, got 1 (number)'],
      [{ from: undefined, key: project }, 'options.from must be given, got undefined (undefined)'],
      [{ from: sharing() }, 'options.key must be given, got undefined (undefined)'],
      [
        { from: sharing(), key: project, retryDue: 1 },
        'options.retryDue is not one of the options from, key, every, injector, keepPrevious, server, got 1 (number)',
      ],
    ])('should refuse wrong options, %#', (options, message) => {
      expect(() => inContext(() => injectPoll(options))).toThrow(new TypeError(`smartPoll: ${message}`));
    });

    it('should refuse what is wrong for the poll beneath', () => {
      expect(() => polling({ timeout: -1 })).toThrow(/sharedPoll.*timeout|timeout/);
      expect(() => polling({ pause: 1 as any })).toThrow(/pause/);
    });

    describe('on a server', () => {
      beforeEach(() => {
        TestBed.overrideProvider(PLATFORM_ID, { useValue: 'server' });
      });

      it('should poll nothing by default', async () => {
        const ref = polling();
        await pass(5000);
        expect([ref.status(), ref.reload(), asked, jest.getTimerCount()]).toEqual(['idle', false, [], 0]);
      });

      it("should stop at the first value with server: 'first'", async () => {
        const ref = polling({ server: 'first' });
        await pass(100);
        await pass(20); // Angular renders.
        expect([ref.status(), ref.value(), jest.getTimerCount()]).toEqual(['resolved', 'a 1', 0]);
        await pass(5000);
        expect(asked.length).toBe(1);
      });

      it("should stop at an error, which it does not try again, with server: 'first'", async () => {
        const ref = polling({ server: 'first', project: () => throwError(() => boom), retryDue: 1000 });
        await pass(20);
        expect([ref.status(), ref.error(), jest.getTimerCount()]).toEqual(['error', boom, 0]);
      });

      it("should stop at a completion without a value with server: 'first'", async () => {
        const ref = polling({ server: 'first', project: () => EMPTY });
        await pass(20);
        expect([ref.hasValue(), jest.getTimerCount()]).toEqual([false, 0]);
      });
    });
  });
}
