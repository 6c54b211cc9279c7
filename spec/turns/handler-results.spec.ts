import { describe, expect, it, jest } from '@jest/globals';
import { EMPTY, firstValueFrom, Observable, of, throwError, Subject, toArray } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

const idle = { idle: { project: () => EMPTY } };

/** What a run emits whose one handler returns this. */
const outputsOf = (result: () => unknown): Promise<unknown[]> =>
  firstValueFrom(smartPoll({ tasks: idle, onRun: result as () => void }).pipe(toArray()));

describe('what a handler returns', () => {
  it('should be a Promise, whose value is the output (3.7)', async () => {
    expect(await outputsOf(() => Promise.resolve('value'))).toEqual(['value']);
    expect(await outputsOf(async () => null)).toEqual([null]);
  });

  it('should be a thenable (3.7)', async () => {
    const thenable = { then: (resolve: (value: string) => void) => resolve('value') };
    expect(await outputsOf(() => thenable)).toEqual(['value']);
  });

  it('should emit nothing where an async handler returns nothing (3.7)', async () => {
    const values = await outputsOf(async () => {
      await Promise.resolve();
    });
    expect(values).toEqual([]);
  });

  it('should be an async iterable, each of whose values is output (3.7)', async () => {
    async function* values() {
      yield 1;
      yield undefined;
      yield null;
      yield 2;
    }
    expect(await outputsOf(values)).toEqual([1, null, 2]);
  });

  it('should last as long as the turn (3.1, 3.7)', async () => {
    const log: string[] = [];
    const event = async (name: string) => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
    };
    async function* events(name: string) {
      await event(name);
      yield name;
      await event(name);
    }
    await firstValueFrom(
      smartPoll({
        tasks: idle,
        onRun: [() => event('promise'), () => events('iterable'), () => event('promise')],
      }).pipe(toArray()),
    );

    const pairs = ['promise', 'iterable', 'iterable', 'promise'];
    expect(log).toEqual(pairs.flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('should call return() of an async iterable as its turn is torn down (3.7, 4.3)', async () => {
    const returned = jest.fn(async () => ({ done: true as const, value: undefined }));
    const iterable = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false as const, value: 'v' }),
        return: returned,
      }),
    };
    const value = await firstValueFrom(smartPoll({ tasks: idle, onRun: () => iterable }));

    expect(value).toBe('v');
    await new Promise(setImmediate);
    expect(returned).toHaveBeenCalledTimes(1);
  });

  it.each<[string, unknown]>([
    ['a string', 'text'],
    ['a Map', new Map([[1, 2]])],
    ['a Set', new Set([1])],
    ['a number', 5],
    ['0', 0],
    ['true', true],
    ['null', null],
    ['an object', { value: 1 }],
    ['a function', () => EMPTY],
    ['an iterator', [1][Symbol.iterator]()],
  ])('should end the run with a TypeError, not be output in parts: %s (3.7)', (_, result) => {
    const values: unknown[] = [];
    const errors: unknown[] = [];
    smartPoll({ tasks: idle, hooks: { h: { source: of(1), next: () => result as never } } }).subscribe({
      next: (value) => values.push(value),
      error: (error) => errors.push(error),
    });

    expect(values).toEqual([]);
    expect(errors).toEqual([expect.any(TypeError)]);
    expect((errors[0] as Error).message).toMatch(/^smartPoll: /);
    expect((errors[0] as Error).message).toMatch(/Observable/);
  });

  it.each<[string, object]>([
    [
      'the next handler of task "a" (string) returned 5 (number)',
      { tasks: { a: { startDue: 0, project: () => of(1), next: () => 5 } } },
    ],
    [
      'the error handler of task "a" (string) returned',
      { tasks: { a: { startDue: 0, project: () => throwError(() => 'x'), error: () => 'no' } } },
    ],
    ['the complete handler of hook "h" returned', { hooks: { h: { source: EMPTY, complete: () => 5 } } }],
    ['the onRun handler returned true (boolean)', { onRun: () => true }],
  ])('should be named when it is wrong: %s (3.7)', (text, config) => {
    const errors: unknown[] = [];
    smartPoll({ tasks: idle, ...config }).subscribe({ error: (error) => errors.push(error) });

    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(text) })]);
  });

  it('should be an Observable of another copy of RxJS (3.7)', () => {
    const values: unknown[] = [];
    const source = new Subject<string>();
    const foreign = {
      [Symbol.observable ?? '@@observable']() {
        return this;
      },
      subscribe: (observer: Parameters<Observable<string>['subscribe']>[0]) => source.subscribe(observer),
    };
    const subscription = smartPoll({ tasks: idle, onRun: () => foreign as never }).subscribe((v) =>
      values.push(v),
    );
    source.next('v');

    expect(values).toEqual(['v']);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
  });
});
