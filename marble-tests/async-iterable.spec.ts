import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { timer, map, of, type Observer } from 'rxjs';
import { smartPoll, type Hook } from '../lib/index.js';

/** Promises do not settle in a TestScheduler, so time is Jest's here, in milliseconds from 0. */
describe('async iterables', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

  /** Yields the letters, each a millisecond after it was asked for, and writes down when what was called. */
  class Letters implements AsyncIterable<string> {
    readonly pulls: number[] = [];
    readonly returns: number[] = [];
    constructor(
      private readonly letters: string,
      private readonly end: () => IteratorResult<string> = () => ({ done: true, value: undefined }),
    ) {}
    [Symbol.asyncIterator](): AsyncIterator<string> {
      const letters = this.letters[Symbol.iterator]();
      return {
        next: async () => {
          this.pulls.push(Date.now());
          await sleep(1);
          const result = letters.next();
          return result.done ? this.end() : result;
        },
        return: async () => {
          this.returns.push(Date.now());
          return { done: true, value: undefined };
        },
      };
    }
  }

  const observed = () => {
    const log: string[] = [];
    const note = (what: unknown) => void log.push(`${Date.now()} ${what}`);
    const observer: Observer<unknown> = {
      next: note,
      error: (error) => note(`error ${error instanceof Error ? error.message : error}`),
      complete: () => note('done'),
    };
    return { log, observer };
  };
  /** A loop with that source and turns of four milliseconds. */
  const slow = (source: AsyncIterable<string>, hook: Partial<Hook<never, string>> = {}) =>
    smartPoll({
      entries: [],
      hooks: { source: { source, next: (v: string) => timer(4).pipe(map(() => v)), ...hook } },
    });

  it('should be pulled one element at a time, the next only after the turn of the last (5.9)', async () => {
    const source = new Letters('abc');
    const { log, observer } = observed();
    slow(source).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(source.pulls).toEqual([0, 5, 10, 15]);
    expect(log).toEqual(['5 a', '10 b', '15 c', '16 done']);
    expect(source.returns).toEqual([]);
  });

  it('should wait with the next pull while another turn keeps the element from its own (5.9)', async () => {
    const source = new Letters('ab');
    const { log, observer } = observed();
    smartPoll({
      entries: [],
      onRun: () => timer(7).pipe(map(() => 'ran')),
      hooks: { source: { source, next: (v: string) => [v] } },
    }).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(source.pulls).toEqual([0, 7, 8]);
    expect(log).toEqual(['7 ran', '7 a', '8 b', '9 done']);
  });

  it('should be pulled on where no handler wants its values (5.9, 3.8)', async () => {
    const source = new Letters('abc');
    const { log, observer } = observed();
    smartPoll({ entries: [], hooks: { source: { source, complete: () => ['C'] } } }).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(source.pulls).toEqual([0, 1, 2, 3]);
    expect(log).toEqual(['4 C', '4 done']);
  });

  it('should get a complete turn after the last value, and no return() (5.9, 3.6)', async () => {
    const source = new Letters('a');
    const { log, observer } = observed();
    slow(source, { complete: () => ['C'] }).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(log).toEqual(['5 a', '6 C', '6 done']);
    expect(source.returns).toEqual([]);
  });

  it('should get an error turn for a rejected element, and no return() (5.9, 4.2)', async () => {
    const source = new Letters('a', () => {
      throw new Error('broken');
    });
    const { log, observer } = observed();
    slow(source, { error: (e: Error) => [`handled ${e.message}`] }).subscribe(observer);
    slow(source).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(log).toEqual(['5 a', '5 a', '6 handled broken', '6 done', '6 error broken']);
    expect(source.returns).toEqual([]);
  });

  it('should call return() once on unsubscribing, while it waits for an element (5.9, 4.3)', async () => {
    const source = new Letters('ab');
    const { log, observer } = observed();
    const subscription = slow(source).subscribe(observer);
    await jest.advanceTimersByTimeAsync(5);
    subscription.unsubscribe();
    await jest.advanceTimersByTimeAsync(30);
    expect(source.pulls).toEqual([0, 5]);
    expect(source.returns).toEqual([5]);
    expect(log).toEqual(['5 a']);
  });

  it('should call return() once on unsubscribing during the turn of an element (5.9, 4.3)', async () => {
    const source = new Letters('ab');
    const { log, observer } = observed();
    const subscription = slow(source).subscribe(observer);
    await jest.advanceTimersByTimeAsync(3);
    subscription.unsubscribe();
    await jest.advanceTimersByTimeAsync(30);
    expect(source.pulls).toEqual([0]);
    expect(source.returns).toEqual([3]);
    expect(log).toEqual([]);
  });

  it('should call return() as the run ends with an error, and as it drains (5.9, 5.2, 4.2)', async () => {
    const failing = new Letters('ab');
    const drained = new Letters('ab');
    const { log, observer } = observed();
    slow(failing, {
      next: () => {
        throw new Error('handler');
      },
    }).subscribe(observer);
    slow(drained, { next: (v, loop) => (loop.drain(), [v]) }).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(failing.returns).toEqual([1]);
    expect(drained.returns).toEqual([1]);
    expect(drained.pulls).toEqual([0]);
    expect(log).toEqual(['1 error handler', '1 a', '1 done']);
  });

  it('should not care how return() fails, nor whether there is one (5.9)', async () => {
    const { log, observer } = observed();
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const returns: AsyncIterator<string>['return'][] = [
      () => Promise.reject(new Error('rejected')),
      () => {
        throw new Error('thrown');
      },
      undefined,
    ];
    for (const end of returns) {
      const iterator = { next: () => new Promise<never>(() => undefined), ...(end && { return: end }) };
      slow({ [Symbol.asyncIterator]: () => iterator })
        .subscribe(observer)
        .unsubscribe();
    }
    await jest.advanceTimersByTimeAsync(30);
    jest.useRealTimers();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(log).toEqual([]);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('should take what throws synchronously for an error of the source (5.9, 4.2)', async () => {
    const { log, observer } = observed();
    const fail = (message: string) => (): never => {
      throw new Error(message);
    };
    const broken: AsyncIterable<string>[] = [
      { [Symbol.asyncIterator]: fail('iterator') },
      { [Symbol.asyncIterator]: () => ({ next: fail('next') }) },
    ];
    const error = (e: Error) => [`handled ${e.message}`];
    for (const source of broken) slow(source).subscribe(observer);
    for (const source of broken) slow(source, { error }).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(log.sort()).toEqual([
      '0 done',
      '0 done',
      '0 error iterator',
      '0 error next',
      '0 handled iterator',
      '0 handled next',
    ]);
  });

  it('should run the finally of an async generator on unsubscribing (5.9)', async () => {
    const { log, observer } = observed();
    async function* letters() {
      try {
        for (const letter of 'abc') {
          await sleep(1);
          yield letter;
        }
      } finally {
        observer.next('finally');
      }
    }
    const subscription = slow(letters()).subscribe(observer);
    await jest.advanceTimersByTimeAsync(3);
    subscription.unsubscribe();
    await jest.advanceTimersByTimeAsync(30);
    expect(log).toEqual(['3 finally']);
  });

  it('should be asked for a new iterator in each run (5.9, 4.1)', async () => {
    const source = new Letters('a');
    const { log, observer } = observed();
    const source$ = slow(source);
    source$.subscribe(observer);
    await jest.advanceTimersByTimeAsync(10);
    source$.subscribe(observer);
    await jest.advanceTimersByTimeAsync(10);
    expect(log).toEqual(['5 a', '6 done', '15 a', '16 done']);
  });

  it('should never fill a buffer, for at most one element is on its way (5.9)', async () => {
    const source = new Letters('abc');
    const { log, observer } = observed();
    slow(source, { buffer: { limit: 1, overflow: 'error' } }).subscribe(observer);
    await jest.advanceTimersByTimeAsync(30);
    expect(log).toEqual(['5 a', '10 b', '15 c', '16 done']);
  });

  it('should take its turns with the other lanes, two such sources at once included (5.9, 3.2)', async () => {
    const first = new Letters('abc');
    const second = new Letters('xyz');
    const { log, observer } = observed();
    const next = (v: string) => timer(4).pipe(map(() => v));
    smartPoll({
      entries: [],
      hooks: {
        first: { source: first, next },
        second: { source: second, next },
        other: { source: of('!'), next },
      },
    }).subscribe(observer);
    await jest.advanceTimersByTimeAsync(60);
    expect(log.map((line) => line.split(' ')[1])).toEqual(['!', 'a', 'x', 'b', 'y', 'c', 'z', 'done']);
  });
});
