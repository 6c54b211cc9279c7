import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { asyncScheduler, NEVER, of, Subject, type Subscription, throwError } from 'rxjs';
import type { StreamInput } from 'rxjs-smartpoll';
import type { Row } from '../../../examples/partitions/partition-rows.js';
import { pollPartition } from '../../../examples/partitions/poll-partition.js';

const NOW = Date.UTC(2026, 0, 1);
const held = { token: 7, isHeld: () => true, release: () => undefined, scheduler: asyncScheduler };

/** The rows of a partition, in memory. */
class FakeRows {
  readonly rows = new Map<string, Row>();
  readonly batches: string[][] = [];
  fails = false;

  read(): Promise<Map<string, Row>> {
    return this.fails ? Promise.reject(new Error('down')) : Promise.resolve(new Map(this.rows));
  }

  write(_token: number, batch: Iterable<readonly [string, Row]>): Promise<void> {
    if (this.fails) return Promise.reject(new Error('down'));
    this.batches.push([...batch].map(([key]) => key));
    for (const [key, row] of batch) if (this.rows.has(key)) this.rows.set(key, row);
    return Promise.resolve();
  }
}

describe('the loop of a partition in examples/partitions', () => {
  let rows: FakeRows;
  let polled: string[];
  let project: () => StreamInput<unknown>;
  let drain: Subject<void>;
  let reports: unknown[];
  let ended: boolean;
  let subscription: Subscription | undefined;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate'] });
    [rows, polled, drain, reports, ended] = [new FakeRows(), [], new Subject(), [], false];
    project = () => of('fine');
  });
  afterEach(() => {
    subscription?.unsubscribe();
    jest.useRealTimers();
  });

  const add = (key: string, due: number, failures = 0): void =>
    void rows.rows.set(key, { due: NOW + due, failures });
  const due = (key: string): number => rows.rows.get(key)!.due! - NOW;
  const start = (): void => {
    subscription = pollPartition(
      rows,
      held,
      {
        project({ key }, token) {
          polled.push(`${key} at ${Date.now() - NOW} with ${token}`);
          return project();
        },
        every: 1_000,
        timeout: 60_000,
        concurrent: 10,
        report: (error) => reports.push(error),
      },
      drain,
    ).subscribe({ complete: () => (ended = true) });
  };
  const pass = (time: number): Promise<void> => jest.advanceTimersByTimeAsync(time);

  it('should go on where the holder before has left the keys: what is past at once, the rest as it is due', async () => {
    add('past', -500);
    add('later', 700);
    start();
    await pass(800);
    expect(polled).toEqual(['past at 0 with 7', 'later at 700 with 7']);
  });

  it('should write the next dues of all keys in one batch', async () => {
    for (const key of ['a', 'b', 'c']) add(key, 0);
    start();
    await pass(150);
    expect(rows.batches).toEqual([['a', 'b', 'c']]);
    expect(['a', 'b', 'c'].map(due)).toEqual([1_000, 1_000, 1_000]);
  });

  it('should write nothing of what it has only read', async () => {
    add('a', 5_000);
    start();
    await pass(1_000);
    expect(rows.batches).toEqual([]);
  });

  it('should keep the due of a key while that is polled, so that it is not lost if the process dies', async () => {
    add('a', -10);
    project = () => NEVER;
    start();
    await pass(1_000);
    expect(polled).toHaveLength(1);
    expect(due('a')).toBe(-10);
  });

  it('should count failures on from those of the holder before, and write them', async () => {
    add('a', 0, 2);
    project = () => throwError(() => new Error('no answer'));
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    start();
    await pass(150);
    random.mockRestore();
    expect(rows.rows.get('a')).toEqual({ due: NOW + 3_000, failures: 3 }); // Three quarters of 1,000 × 2 × 2.
    project = () => of('fine');
    await pass(3_000);
    expect(rows.rows.get('a')!.failures).toBe(0);
  });

  it('should leave the dues to the next holder as it drains, write down what ran, and complete', async () => {
    add('idle', 5_000);
    add('busy', 0);
    const answer = new Subject<string>();
    project = () => answer;
    start();
    await pass(10);
    drain.next();
    await pass(500);
    expect(ended).toBe(false);
    answer.error(new Error('no answer'));
    await pass(10);
    expect(ended).toBe(true);
    expect(due('idle')).toBe(5_000);
    expect(rows.rows.get('busy')).toEqual({ due: NOW, failures: 1 });
  });

  it('should try what was not written again with the next batch', async () => {
    add('a', 0);
    start();
    await pass(50);
    rows.fails = true;
    await pass(300);
    expect(reports.length).toBeGreaterThan(0);
    rows.fails = false;
    await pass(100);
    expect(due('a')).toBe(1_000);
  });

  it('should read again until it gets an answer', async () => {
    add('a', 0);
    rows.fails = true;
    start();
    await pass(450);
    expect(polled).toEqual([]);
    rows.fails = false;
    await pass(100);
    expect(polled).toHaveLength(1);
  });

  it('should see keys that are added, and those that are removed', async () => {
    add('a', 0);
    start();
    await pass(10);
    rows.rows.delete('a');
    add('b', 0);
    await pass(2_000);
    polled = [];
    await pass(3_000);
    expect(polled.map((line) => line[0])).toEqual(['b', 'b', 'b']);
  });
});
