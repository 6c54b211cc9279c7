import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Subscription } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { remote, stopJobs, type Remote } from '../../lib/bullmq/index.js';
import { FakeQueue } from './fake-queue.js';

let queue: FakeQueue;
let jobs: Remote;
const settle = () => jest.advanceTimersByTimeAsync(0);

/** Subscribes, and notes what comes. */
const watch = (key?: string, from = jobs) => {
  const seen: unknown[] = [];
  const subscription: Subscription = from
    .run('price', { symbol: 'A' }, key === undefined ? {} : { key })
    .subscribe({
      next: (value) => seen.push(value),
      error: (error: Error) => seen.push(`${error.name}: ${error.message}`),
      complete: () => seen.push('complete'),
    });
  return { seen, subscription };
};

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  queue = new FakeQueue();
  jobs = remote(queue, { events: queue.events });
});
afterEach(() => void jest.useRealTimers());

describe('remote', () => {
  it('should add a job as it is subscribed to, and emit what it returns', async () => {
    const run$ = jobs.run('price', { symbol: 'A' }, { key: 'a' });
    expect(queue.added).toEqual([]);
    const seen: unknown[] = [];
    run$.subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });
    await settle();
    expect(queue.added).toEqual([
      {
        id: expect.any(String),
        name: 'price',
        data: { symbol: 'A' },
        options: expect.objectContaining({ attempts: 1, deduplication: { id: 'a' } }),
      },
    ]);
    queue.complete(queue.last, 42);
    expect(seen).toEqual([42, 'complete']);
  });

  it('should read events from the start, not from whenever it reads', () => {
    expect(queue.eventsOptions).toEqual({ lastEventId: '0' });
  });

  it('should take an end that comes before the answer to `add`', async () => {
    let answer = () => {};
    queue.held = new Promise((resolve) => (answer = resolve));
    const { seen } = watch('a');
    queue.complete(queue.last, 1);
    expect(seen).toEqual([1, 'complete']);
    answer();
    await settle();
    expect(seen).toEqual([1, 'complete']);
  });

  it('should give each job an id of its own, for a kept one makes `add` do nothing', async () => {
    watch('a');
    queue.complete(queue.last, 1);
    const second = watch('a');
    await settle();
    expect(new Set(queue.added.map(({ id }) => id)).size).toBe(2);
    queue.complete(queue.last, 2);
    expect(second.seen).toEqual([2, 'complete']);
  });

  it('should fail with the reason of the job', async () => {
    const { seen } = watch('a');
    await settle();
    queue.fail(queue.last, 'no prices');
    expect(seen).toEqual(['RemoteJobError: no prices']);
  });

  it('should join a job of the same key, that of another process too', async () => {
    const other = remote(queue, { events: queue.events });
    const [a, b, c] = [watch('a'), watch('a'), watch('a', other)];
    await settle();
    expect(queue.added).toHaveLength(1);
    queue.complete(queue.last, 1);
    for (const { seen } of [a, b, c]) expect(seen).toEqual([1, 'complete']);
  });

  it('should join a job that ended before it was known, of which no event comes', async () => {
    const other = remote(queue, { events: queue.events });
    watch('a', other);
    let answer = () => {};
    queue.held = new Promise((resolve) => (answer = resolve));
    const { seen } = watch('a');
    queue.complete(queue.last, 1);
    answer();
    await settle();
    expect(seen).toEqual([1, 'complete']);
  });

  it('should not join without a key', async () => {
    watch();
    watch();
    await settle();
    expect(queue.added).toHaveLength(2);
    expect(queue.added[0]!.options).not.toHaveProperty('deduplication');
  });

  it.each([
    ['a value', () => queue.complete(queue.last, 1, false), [1, 'complete']],
    ['an error', () => queue.fail(queue.last, 'no prices', false), ['RemoteJobError: no prices']],
    ['an error without a message', () => queue.fail(queue.last, '', false), ['RemoteJobError: ']],
    [
      'a value, after an attempt that failed',
      () => (queue.fail(queue.last, 'no prices', false), queue.complete(queue.last, 1, false)),
      [1, 'complete'],
    ],
    [
      'a removed job',
      () => queue.drop(queue.last, false),
      [expect.stringContaining('was removed before its end')],
    ],
  ])('should find what no event tells, by a sweep: %s', async (_, end, expected) => {
    const { seen } = watch('a');
    await settle();
    end();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual(expected);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(jest.getTimerCount()).toBe(0); // Where nothing is open, nothing is looked at.
  });

  it('should not look at jobs that are younger than a sweep', async () => {
    watch('a');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(queue.looks).toBe(0);
  });

  it('should not take a job that is being added for removed', async () => {
    queue.held = new Promise(() => {});
    const { seen } = watch('a');
    queue.jobs.clear();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(seen).toEqual([]);
  });

  it('should not look again at a job while it is not answered', async () => {
    const { seen } = watch('a');
    await settle();
    const getJob = jest.spyOn(queue, 'getJob').mockReturnValue(new Promise(() => {}));
    await jest.advanceTimersByTimeAsync(50_000);
    expect(getJob).toHaveBeenCalledTimes(1);
    getJob.mockRestore();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual(['TimeoutError: Timeout has occurred']); // Its deadline holds all the same.
  });

  it('should look again where a look failed', async () => {
    const { seen } = watch('a');
    await settle();
    const getJob = jest.spyOn(queue, 'getJob').mockRejectedValueOnce(new Error('Connection is closed.'));
    queue.complete(queue.last, 1, false);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(getJob).toHaveBeenCalledTimes(2);
    expect(seen).toEqual([1, 'complete']);
  });

  it('should not take part in another job once it has its answer, or is unsubscribed', async () => {
    watch('a');
    await settle();
    const getJob = jest.spyOn(queue, 'getJob');
    watch('a').subscription.unsubscribe(); // Before `add` says that it joined.
    await settle();
    expect(getJob).not.toHaveBeenCalled();
    // A command that is sent twice, as a connection breaks, finds another job of the key.
    const other = queue.last;
    const add = jest.spyOn(queue, 'add').mockImplementation(async (_, __, options) => {
      queue.tellCompleted((options as { jobId: string }).jobId, 2);
      return Promise.resolve({ id: other });
    });
    const { seen } = watch('a');
    await settle();
    expect(add).toHaveBeenCalledTimes(1);
    expect(seen).toEqual([2, 'complete']);
    expect(getJob).not.toHaveBeenCalled();
  });

  it('should fail at its deadline where there is no worker, and remove the job', async () => {
    const { seen } = watch('a');
    await jest.advanceTimersByTimeAsync(59_999);
    expect(seen).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(['TimeoutError: Timeout has occurred']);
    expect(queue.jobs.size).toBe(0);
  });

  it('should remove a job that waits as it is unsubscribed', async () => {
    const { subscription } = watch('a');
    await settle();
    subscription.unsubscribe();
    await settle();
    expect(queue.jobs.size).toBe(0);
    expect(queue.progress).toEqual([]);
  });

  it('should remove it once it is there, where it was unsubscribed before', async () => {
    let answer = () => {};
    queue.held = new Promise((resolve) => (answer = resolve));
    watch('a').subscription.unsubscribe();
    await settle();
    expect(queue.jobs.size).toBe(1);
    answer();
    await settle();
    expect(queue.jobs.size).toBe(0);
  });

  it('should tell a job that runs as it is unsubscribed, and its worker stops it', async () => {
    const cancelJob = jest.fn(() => true);
    stopJobs({ cancelJob }, queue.events);
    const { subscription } = watch('a');
    await settle();
    const id = queue.last;
    queue.jobs.get(id)!.active = true;
    subscription.unsubscribe();
    await settle();
    expect(queue.progress).toHaveLength(1);
    queue.tellProgress(...queue.progress[0]!);
    queue.tellProgress('other', { percent: 50 });
    queue.tellProgress('other', 50);
    queue.tellProgress('other', null);
    expect(cancelJob.mock.calls).toEqual([[id, 'smartPoll: unsubscribed']]);
  });

  it('should leave a job alone that others here wait for, and that is not its own', async () => {
    const other = remote(queue, { events: queue.events });
    const [a, b, c] = [watch('a'), watch('a'), watch('a', other)];
    await settle();
    a.subscription.unsubscribe();
    c.subscription.unsubscribe();
    await settle();
    expect(queue.jobs.size).toBe(1);
    queue.complete(queue.last, 1);
    expect([a.seen, b.seen, c.seen]).toEqual([[], [1, 'complete'], []]);
  });

  it('should leave nothing to do as a value was emitted', async () => {
    const remove = jest.spyOn(queue, 'remove');
    watch('a');
    await settle();
    queue.complete(queue.last, 1);
    await settle();
    expect(remove).not.toHaveBeenCalled();
  });

  it('should add a job of its own where the one it joined is removed', async () => {
    const other = remote(queue, { events: queue.events });
    const first = watch('a', other);
    const { seen } = watch('a');
    await settle();
    first.subscription.unsubscribe();
    await settle();
    expect(queue.added).toHaveLength(2);
    queue.complete(queue.last, 1);
    expect(seen).toEqual([1, 'complete']);
  });

  it('should ask no more often than it sweeps where a key leads to a job that is gone', async () => {
    const { add } = queue;
    let adds = 0;
    queue.add = () => (adds++, new Promise((resolve) => setTimeout(() => resolve({ id: 'stale' }), 1)));
    const { seen } = watch('a');
    await jest.advanceTimersByTimeAsync(30_000);
    expect(adds).toBeLessThan(6);
    expect(queue.looks).toBeLessThan(6);
    queue.add = add;
    await jest.advanceTimersByTimeAsync(10_000);
    queue.complete(queue.last, 1);
    expect(seen).toEqual([1, 'complete']);
  });

  it('should not give who subscribes again the failure of what was stopped', async () => {
    const first = watch('a');
    await settle();
    queue.jobs.get(queue.last)!.active = true;
    first.subscription.unsubscribe();
    const { seen } = watch('a');
    await settle();
    queue.fail(queue.last, 'aborted');
    await settle();
    expect(queue.added).toHaveLength(2);
    queue.complete(queue.last, 1);
    expect(seen).toEqual([1, 'complete']);
  });

  it('should fail as its own job is removed by somebody else', async () => {
    const { seen } = watch('a');
    await settle();
    queue.drop(queue.last);
    expect(seen).toEqual([expect.stringMatching(/^RemoteJobError: smartPoll: remote: job .* was removed/)]);
  });

  it('should end what is open as it is closed, and close its events, not the queue', async () => {
    const { seen } = watch('a');
    await settle();
    await jobs.close();
    expect(seen).toEqual([
      expect.stringMatching(/^RemoteJobError: smartPoll: remote: closed before job .* ended/),
    ]);
    expect(queue.eventsClosed).toBe(1);
    expect(queue.jobs.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
    expect(watch('a').seen).toEqual(['Error: smartPoll: remote is closed']);
  });

  it('should fail where the queue is closed', () => {
    queue.closing = Promise.resolve();
    expect(watch('a').seen).toEqual(['Error: smartPoll: remote: the queue "polls" is closed']);
  });

  it('should fail where the queue rejects', async () => {
    queue.add = () => Promise.reject(new Error('READONLY'));
    const { seen } = watch('a');
    await settle();
    expect(seen).toEqual(['Error: READONLY']);
    expect(jest.getTimerCount()).toBeLessThanOrEqual(1);
  });

  it('should be silent where stopping fails, and answers never come', async () => {
    queue.remove = () => Promise.reject(new Error('Connection is closed.'));
    const { subscription } = watch('a');
    await settle();
    subscription.unsubscribe();
    await settle();
    expect(queue.jobs.size).toBe(1);
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  it.each([
    ['a circle', cycle, /the data of "price" cannot be serialised: .*circular/],
    ['a bigint', { n: 1n }, /the data of "price" cannot be serialised: .*BigInt/],
    ['a function', () => 1, /the data of "price" cannot be serialised: JSON has nothing for it/],
  ])('should refuse data that cannot be serialised, at the call: %s', (_, data, message) => {
    expect(() => jobs.run('price', data)).toThrow(TypeError);
    expect(() => jobs.run('price', data)).toThrow(message);
  });

  it.each([
    [undefined, {}, 'needs a Queue of BullMQ'],
    [{}, {}, 'needs a Queue of BullMQ'],
    [new FakeQueue(), undefined, 'needs events'],
    [new FakeQueue(), { events: {} }, 'needs events'],
    [new FakeQueue(), { events: () => undefined }, 'remote needs events that return what they make'],
    [
      new FakeQueue(),
      { events: jest.fn(), sweeep: 1 },
      'remote has no option sweeep, only events, timeout, sweep, scheduler',
    ],
    [new FakeQueue(), { events: jest.fn(), timeout: 0 }, 'needs a timeout in milliseconds, above 0, got 0'],
    [new FakeQueue(), { events: jest.fn(), timeout: Infinity }, 'got Infinity'],
    [new FakeQueue(), { events: jest.fn(), sweep: NaN }, 'needs a sweep in milliseconds, above 0, got NaN'],
  ])('should refuse what it cannot work with: %#', (badQueue, options, message) => {
    expect(() => remote(badQueue as never, options as never)).toThrow(message);
  });

  it.each([
    [null, 'smartPoll: run needs an object of options'],
    [{ kye: 'a' }, 'smartPoll: run has no option kye, only key'],
  ])('should refuse options of a run that are none: %p', (options, message) => {
    expect(() => jobs.run('price', {}, options as never)).toThrow(message);
  });

  it('should be a first stage, with the `timeout` and the `retryDue` of the task (5.12, 5.13)', async () => {
    const seen: unknown[] = [];
    const subscription = smartPoll({
      tasks: {
        a: {
          startDue: 0,
          timeout: 1000,
          retryDue: 500,
          project: ({ key }) => jobs.run<number>('price', {}, { key }),
          next: (value) => [value],
        },
      },
    }).subscribe((value) => seen.push(value));
    await jest.advanceTimersByTimeAsync(1000);
    expect(queue.jobs.size).toBe(0);
    await jest.advanceTimersByTimeAsync(500);
    queue.complete(queue.last, 7);
    expect(queue.added).toHaveLength(2);
    expect(seen).toEqual([7]);
    subscription.unsubscribe();
  });
});

describe('stopJobs', () => {
  const worker = { cancelJob: () => true };

  it.each([
    [undefined, () => queue.events, 'smartPoll: stopJobs needs a Worker of BullMQ'],
    [{}, () => queue.events, 'smartPoll: stopJobs needs a Worker of BullMQ'],
    [worker, () => undefined, 'smartPoll: stopJobs needs events: (options) => new QueueEvents('],
    [worker, () => () => undefined, 'smartPoll: stopJobs needs events that return what they make'],
  ])('should refuse what it cannot work with, at the call: %#', (bad, events, message) => {
    expect(() => stopJobs(bad as never, events() as never)).toThrow(message);
  });
});
