import { describe, expect, it, jest } from '@jest/globals';
import {
  finalize,
  from,
  NEVER,
  Observable,
  of,
  startWith,
  Subject,
  take,
  type Subscription,
  VirtualTimeScheduler,
} from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { acrossTabs } from '../../lib/tabs/index.js';
import { FakeBrowser, type FakeTab } from './fake-browser.js';

/** A tab in which a source is subscribed to, through `acrossTabs('prices')`. */
class Seen<T> {
  readonly seen: unknown[] = [];
  private readonly source$ = new Subject<T>();
  /** Whether the source is subscribed to in this tab. */
  runs = false;
  failure: unknown;
  private readonly subscription: Subscription;

  constructor(
    readonly tab: FakeTab,
    pipe: (source: Observable<T>) => Observable<T> = (source) => source,
    name = 'prices',
  ) {
    const source = new Observable<T>((subscriber) => {
      this.runs = true;
      subscriber.add(() => (this.runs = false));
      return pipe(this.source$).subscribe(subscriber);
    });
    this.subscription = tab.run(() =>
      source.pipe(acrossTabs(name)).subscribe({
        next: (value) => this.seen.push(value),
        error: (error: Error) => {
          this.failure = error;
          this.seen.push(`error: ${error.message}`);
        },
        complete: () => this.seen.push('complete'),
      }),
    );
  }

  emit(value: T): void {
    this.tab.run(() => this.source$.next(value));
  }

  fail(error: unknown): void {
    this.tab.run(() => this.source$.error(error));
  }

  complete(): void {
    this.tab.run(() => this.source$.complete());
  }

  leave(): void {
    this.tab.run(() => this.subscription.unsubscribe());
  }
}

const runners = (...tabs: Seen<any>[]): number => tabs.filter(({ runs }) => runs).length;

describe('acrossTabs', () => {
  it('should run the source in one visible tab, and give its values to all', async () => {
    const browser = new FakeBrowser();
    const [a, b, c] = [new Seen<number>(browser.open()), new Seen(browser.open()), new Seen(browser.open())];
    await browser.settle();
    expect([a.runs, b.runs, c.runs]).toEqual([true, false, false]);
    a.emit(1);
    a.emit(2);
    expect(a.seen).toEqual([1, 2]); // Here at once, as ever.
    await browser.settle();
    expect([b.seen, c.seen]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('should hand over as the tab is hidden, at once', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    a.tab.hide();
    expect(runners(a, b)).toBe(0);
    await browser.settle();
    expect([a.runs, b.runs]).toEqual([false, true]);
    b.emit(1);
    await browser.settle();
    expect(a.seen).toEqual([1]);
  });

  it('should not ask for the lock while hidden', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open({ hidden: true }))];
    await browser.settle();
    a.leave();
    await browser.settle();
    expect(b.runs).toBe(false);
    b.tab.show();
    await browser.settle();
    expect(b.runs).toBe(true);
  });

  it('should withdraw its request as it is hidden while another runs the source', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    b.tab.hide();
    expect(browser.waiting).toEqual([]);
    a.tab.crash();
    await browser.settle();
    expect(b.runs).toBe(false);
  });

  it('should run nothing while all are hidden, and go on as one is shown', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    a.tab.hide();
    b.tab.hide();
    await browser.settle();
    expect(runners(a, b)).toBe(0);
    a.tab.show();
    await browser.settle();
    expect([a.runs, b.runs]).toEqual([true, false]);
  });

  it.each([
    ['unsubscribes', (it: Seen<number>) => it.leave()],
    ['crashes', (it: Seen<number>) => it.tab.crash()],
  ])('should hand over as a tab %s', async (_, go) => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    go(a);
    await browser.settle();
    expect(b.runs).toBe(true);
  });

  it('should give a late tab the last value once, and every one after it', async () => {
    const browser = new FakeBrowser();
    const a = new Seen<number>(browser.open());
    await browser.settle();
    a.emit(1);
    a.emit(2);
    const b = new Seen<number>(browser.open({ hidden: true }));
    a.emit(3); // Before the question comes.
    await browser.settle();
    a.emit(4);
    const c = new Seen<number>(browser.open());
    await browser.settle();
    expect(b.seen).toEqual([3, 4]);
    expect(c.seen).toEqual([4]);
  });

  it('should give a tab that is opened over the one that polls the last value, as it takes over', async () => {
    const browser = new FakeBrowser();
    const a = new Seen<number>(browser.open());
    await browser.settle();
    a.emit(1);
    a.emit(2);
    a.tab.hide();
    const b = new Seen<number>(browser.open());
    await browser.settle();
    b.tab.hide();
    const c = new Seen<number>(browser.open()); // Before b has a value of its own.
    await browser.settle();
    expect([a.runs, b.runs, c.runs]).toEqual([false, false, true]);
    expect([a.seen, b.seen, c.seen]).toEqual([[1, 2], [2], [2]]);
    c.emit(3);
    await browser.settle();
    expect([a.seen, b.seen, c.seen]).toEqual([
      [1, 2, 3],
      [2, 3],
      [2, 3],
    ]);
  });

  it('should give it the last value while nothing runs, and from a tab that never ran the source, too', async () => {
    const browser = new FakeBrowser();
    const a = new Seen<number>(browser.open());
    const b = new Seen<number>(browser.open({ hidden: true }));
    await browser.settle();
    a.emit(1);
    await browser.settle();
    a.tab.crash();
    const c = new Seen<number>(browser.open({ hidden: true }));
    await browser.settle();
    expect([b.seen, c.seen]).toEqual([[1], [1]]);
  });

  it('should not give it an old value from a tab that was frozen', async () => {
    const browser = new FakeBrowser();
    const a = new Seen<number>(browser.open());
    await browser.settle();
    a.emit(1);
    a.tab.hide();
    a.tab.frozen = true;
    const b = new Seen<number>(browser.open());
    await browser.settle();
    b.emit(2);
    a.tab.frozen = false;
    await browser.settle();
    expect([a.seen, b.seen]).toEqual([[1, 2], [2]]);
  });

  it('should give undefined as the last value, too', async () => {
    const browser = new FakeBrowser();
    const a = new Seen<number | undefined>(browser.open());
    await browser.settle();
    a.emit(undefined);
    await browser.settle();
    const b = new Seen<number | undefined>(browser.open());
    await browser.settle();
    expect(b.seen).toEqual([undefined]);
  });

  it('should end in all tabs as the source completes', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    a.emit(1);
    a.complete();
    expect(a.seen).toEqual([1, 'complete']);
    await browser.settle();
    expect(b.seen).toEqual([1, 'complete']);
    expect(runners(a, b)).toBe(0);
    expect(browser.channels.size).toBe(0);
  });

  it('should fail in all tabs as the source fails', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    a.fail(new RangeError('no prices'));
    await browser.settle();
    expect([a.seen, b.seen]).toEqual([['error: no prices'], ['error: no prices']]);
    expect(browser.channels.size).toBe(0);
  });

  it.each(['complete', 'error'])(
    'should not run the source again in a tab that has the lock before the %s',
    async (end) => {
      const browser = new FakeBrowser();
      const starts = jest.fn();
      const source = (it: Observable<number>) => {
        starts();
        return it;
      };
      const [a, b] = [new Seen<number>(browser.open(), source), new Seen<number>(browser.open(), source)];
      b.tab.locksFirst = true;
      await browser.settle();
      if (end === 'complete') a.complete();
      else a.fail(new Error('no prices'));
      await browser.settle();
      expect(b.seen).toEqual([end === 'complete' ? 'complete' : 'error: no prices']);
      expect(starts).toHaveBeenCalledTimes(1);
    },
  );

  it('should hear what came while frozen before it runs the source itself', async () => {
    const browser = new FakeBrowser();
    const a = new Seen<number>(browser.open());
    const b = new Seen<number>(browser.open({ hidden: true }), (it) => it.pipe(startWith(100)));
    b.tab.locksFirst = true;
    await browser.settle();
    b.tab.frozen = true;
    for (const value of [1, 2, 3]) a.emit(value);
    a.tab.crash();
    await browser.settle();
    b.tab.frozen = false;
    b.tab.show();
    await browser.settle();
    expect(b.seen).toEqual([1, 2, 3, 100]);
  });

  it('should not run the source in a tab that is frozen', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    a.tab.hide();
    a.tab.frozen = true;
    await browser.settle();
    expect([a.runs, b.runs]).toEqual([false, true]);
  });

  it('should emit a value that cannot be cloned here, and an error that says so there', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<unknown>(browser.open()), new Seen<unknown>(browser.open())];
    await browser.settle();
    const value = { render: () => undefined };
    a.emit(value);
    await browser.settle();
    expect(a.seen).toEqual([value]);
    expect(a.seen[0]).toBe(value);
    expect(b.seen).toEqual([
      expect.stringMatching(
        /^error: smartPoll: acrossTabs\("prices"\): a value cannot be cloned to other tabs: .*could not be cloned/,
      ),
    ]);
    expect(a.runs).toBe(true);
    const c = new Seen<unknown>(browser.open());
    await browser.settle();
    expect(c.seen).toEqual([expect.stringContaining('cannot be cloned')]);
    a.emit(1);
    expect(a.seen).toEqual([value, 1]);
  });

  it.each([
    [
      'an error with a method',
      Object.assign(new Error('no prices'), { retry: () => undefined }),
      'no prices',
    ],
    ['no Error, with a method', { message: 'no prices', retry: () => undefined }, 'no prices'],
    ['a function', () => undefined, '() => undefined'],
  ])('should fail there with the message of an error that cannot be cloned: %s', async (_, error, says) => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    a.fail(error);
    await browser.settle();
    expect(b.seen).toEqual([`error: ${says}`]);
  });

  class HttpError extends Error {
    override readonly name = 'HttpError';
  }
  it.each([
    ['of its own class', new HttpError('no prices'), 'HttpError'],
    ['that cannot be cloned', Object.assign(new HttpError('no prices'), { cause: () => 0 }), 'HttpError'],
    ['that is no Error', { name: 'HttpError', message: 'no prices', retry: () => 0 }, 'HttpError'],
    ['that is built in', new RangeError('no prices'), 'RangeError'],
    ['without a name', Object.assign(new Error('no prices'), { name: undefined }), 'Error'],
  ])('should keep the name of an error in all tabs: one %s', async (_, error, name) => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    await browser.settle();
    a.fail(error);
    await browser.settle();
    expect(String(b.failure)).toBe(`${name}: no prices`);
    expect(Object.prototype.toString.call(b.failure)).toBe('[object Error]');
  });

  it('should say so where a value that was posted cannot be read', async () => {
    const browser = new FakeBrowser();
    const a = new Seen<number>(browser.open());
    await browser.settle();
    for (const channel of browser.channels) channel.dispatchEvent(new MessageEvent('messageerror'));
    expect(a.seen).toEqual([expect.stringContaining('cannot be cloned to other tabs')]);
  });

  it('should not heed what others post to the channel', async () => {
    const browser = new FakeBrowser();
    const [a, b] = [new Seen<number>(browser.open()), new Seen<number>(browser.open())];
    const stranger = browser.open();
    stranger.run(() => {
      const channel = new BroadcastChannel('rxjs-smartpoll/tabs:prices');
      for (const message of [null, undefined, 'hello', 1, {}, { kind: 'x' }]) channel.postMessage(message);
    });
    await browser.settle();
    a.emit(1);
    await browser.settle();
    expect([a.seen, b.seen]).toEqual([[1], [1]]);
  });

  it('should keep names apart', async () => {
    const browser = new FakeBrowser();
    const tab = browser.open();
    const [a, b] = [new Seen<number>(tab), new Seen<number>(tab, undefined, 'news')];
    await browser.settle();
    expect([a.runs, b.runs]).toEqual([true, true]);
    a.emit(1);
    await browser.settle();
    expect(b.seen).toEqual([]);
  });

  it('should share among subscriptions in one tab, too', async () => {
    const browser = new FakeBrowser();
    const tab = browser.open();
    const [a, b] = [new Seen<number>(tab), new Seen<number>(tab)];
    await browser.settle();
    expect([a.runs, b.runs]).toEqual([true, false]);
    a.emit(1);
    await browser.settle();
    expect([a.seen, b.seen]).toEqual([[1], [1]]);
  });

  it('should let a subscriber leave with the first value, and leave nothing behind', async () => {
    const browser = new FakeBrowser();
    const [tab, other] = [browser.open(), browser.open()];
    const seen: number[] = [];
    const torn = jest.fn();
    tab.run(() =>
      of(1, 2, 3)
        .pipe(finalize(torn), acrossTabs('prices'), take(1))
        .subscribe((value) => seen.push(value)),
    );
    const b = new Seen<number>(other, () => NEVER);
    await browser.settle();
    expect(seen).toEqual([1]);
    expect(torn).toHaveBeenCalledTimes(1);
    expect(b.seen).toEqual([1]);
    expect(b.runs).toBe(true);
    b.leave();
    await browser.settle();
    expect(browser.channels.size).toBe(0);
    expect(browser.holder('rxjs-smartpoll/tabs:prices')).toBeUndefined();
  });

  it('should run the source here where the browser refuses the lock', async () => {
    const browser = new FakeBrowser();
    const tab = browser.open();
    // A Promise would settle outside of the tab.
    const refused = { catch: (tell: () => void) => tab.queue('lock', tell) };
    tab.request = () => refused as unknown as Promise<void>;
    const a = new Seen<number>(tab);
    await browser.settle();
    expect(a.runs).toBe(true);
  });

  it('should go on here, without a new start, where somebody steals the lock', async () => {
    const browser = new FakeBrowser();
    const tab = browser.open();
    let steal: (reason: Error) => void = () => undefined;
    const starts = jest.fn();
    tab.request = (_name, _options, callback) => {
      void callback();
      return new Promise((_, reject) => (steal = reject));
    };
    const a = new Seen<number>(tab, (source) => (starts(), source));
    await browser.settle();
    tab.run(() => steal(new DOMException('stolen', 'AbortError')));
    await browser.settle();
    a.emit(1);
    expect(a.seen).toEqual([1]);
    expect(starts).toHaveBeenCalledTimes(1);
  });

  it('should run a control loop in one tab at a time', async () => {
    const browser = new FakeBrowser();
    const polls: string[] = [];
    const open = (who: string) => {
      const prices$ = smartPoll({
        tasks: {
          poll: { startDue: 0, project: () => (polls.push(who), from([who, `${who}2`])), next: (v) => [v] },
        },
        hooks: { never: { source: NEVER } },
        scheduler: new VirtualTimeScheduler(), // The host's would let a busy one have its time in between.
      });
      return new Seen<string>(browser.open(), () => prices$);
    };
    const [a, b] = [open('a'), open('b')];
    await browser.settle();
    a.tab.hide();
    await browser.settle();
    a.tab.show();
    b.tab.hide();
    await browser.settle();
    expect(polls).toEqual(['a', 'b', 'a']);
    expect(a.seen).toEqual(['a', 'a2', 'b', 'b2', 'a', 'a2']);
    expect(b.seen).toEqual(a.seen);
  });
});

describe('acrossTabs where nothing can be shared', () => {
  const lacking = {
    'no document, as in Node': { document: undefined },
    'a document that is none': { document: {} },
    'no Web Locks, as over plain HTTP': { navigator: {} },
    'no navigator': { navigator: undefined },
    'no BroadcastChannel': { BroadcastChannel: undefined },
    'a BroadcastChannel that is forbidden': {
      BroadcastChannel: function () {
        throw new DOMException('no', 'SecurityError');
      },
    },
  };

  it.each(Object.entries(lacking))('should just run the source: %s', (_, globals) => {
    const seen: unknown[] = [];
    new FakeBrowser().open({ hidden: true }).run(() => {
      for (const [name, value] of Object.entries(globals))
        Object.defineProperty(globalThis, name, { configurable: true, value });
      of(1, 2)
        .pipe(acrossTabs('prices'))
        .subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });
    });
    expect(seen).toEqual([1, 2, 'complete']);
  });

  it.each([[''], [undefined], [1], [null], [Symbol('prices')]])(
    'should refuse a name that is none: %p',
    (name) => {
      expect(() => acrossTabs(name as string)).toThrow(TypeError);
      expect(() => acrossTabs(name as string)).toThrow('acrossTabs needs a name that the tabs share, got');
    },
  );
});
