import { describe, expect, it } from '@jest/globals';
import { type LeaseDriver, pgLease, type PgPool, redisLease } from '../../lib/lease/index.js';

const answered = async (driver: LeaseDriver) => [await driver.hold('me', 1_500), await driver.release('me')];

describe('redisLease', () => {
  it('should give a client of ioredis the script, one key and the arguments', async () => {
    const calls: unknown[][] = [];
    const client = {
      defineCommand: () => undefined,
      eval: (...args: unknown[]) => (calls.push(args), Promise.resolve(7)),
    };
    expect(await answered(redisLease(client, 'prices'))).toEqual([7, 7]);
    expect(calls.map(([, ...args]) => args)).toEqual([
      [1, 'prices', 'me', '1500'],
      [1, 'prices', 'me'],
    ]);
    expect(calls.map(([script]) => typeof script)).toEqual(['string', 'string']);
  });

  it('should give a client of node-redis the same, as an object', async () => {
    const calls: unknown[][] = [];
    const client = { eval: (...args: unknown[]) => (calls.push(args), Promise.resolve(-300)) };
    expect(await answered(redisLease(client, 'prices'))).toEqual([-300, -300]);
    expect(calls.map(([, ...args]) => args)).toEqual([
      [{ keys: ['prices'], arguments: ['me', '1500'] }],
      [{ keys: ['prices'], arguments: ['me'] }],
    ]);
  });

  it.each([undefined, null, {}, 'redis://127.0.0.1', { get: () => undefined }])(
    'should refuse what is no client: %p',
    (client) => {
      expect(() => redisLease(client as never, 'prices')).toThrow(
        /^smartPoll: lease's client must be a client of ioredis or node-redis, got/,
      );
    },
  );

  it.each([undefined, '', 1])('should refuse what is no key: %p', (key) => {
    expect(() => redisLease({ eval: () => Promise.resolve(1) }, key as never)).toThrow(
      /^smartPoll: lease's key must be a string that is not empty, got/,
    );
  });

  it('should reject with what a client throws', async () => {
    const client = {
      eval: () => {
        throw new Error('closed');
      },
    };
    await expect(redisLease(client, 'prices').hold('me', 1_000)).rejects.toThrow('closed');
  });
});

describe('pgLease', () => {
  /** A pool that has these answers, one after the other, and what it was asked. */
  const poolOf = (...answers: (Record<string, unknown>[] | Error)[]) => {
    const queries: { text: string; values: unknown[]; query_timeout: number }[] = [];
    const pool: PgPool = {
      query: (query) => {
        queries.push(query);
        const answer = answers.shift() ?? [];
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ rows: answer });
      },
    };
    return { pool, queries };
  };
  const missing = () => Object.assign(new Error('relation does not exist'), { code: '42P01' });

  it('should ask with its name, the holder and the time, and give each query no longer than that', async () => {
    const { pool, queries } = poolOf([{ answer: 7 }]);
    expect(await pgLease(pool, 'prices').hold('me', 1_500)).toBe(7);
    expect(queries).toMatchObject([{ values: ['prices', 'me', 1_500], query_timeout: 1_500 }]);
  });

  it('should say how long to wait, and to ask again soon where nobody can say', async () => {
    const { pool } = poolOf([{ answer: -250.5 }], []);
    const driver = pgLease(pool, 'prices');
    expect(await driver.hold('me', 1_500)).toBe(-250.5);
    expect(await driver.hold('me', 1_500)).toBe(0);
  });

  it('should release with its name and the holder', async () => {
    const { pool, queries } = poolOf();
    await pgLease(pool, 'prices').release('me');
    expect(queries).toMatchObject([{ values: ['prices', 'me'] }]);
  });

  it('should create its table where that is missing', async () => {
    const { pool, queries } = poolOf(missing(), [], [{ answer: 7 }]);
    expect(await pgLease(pool, 'prices').hold('me', 1_500)).toBe(7);
    expect(queries.map(({ text }) => text.slice(0, 12))).toEqual([
      'with taken a',
      'create table',
      'with taken a',
    ]);
  });

  it('should reject with any other error', async () => {
    const { pool, queries } = poolOf(new Error('no connection'));
    await expect(pgLease(pool, 'prices').hold('me', 1_500)).rejects.toThrow('no connection');
    expect(queries).toHaveLength(1);
  });

  it.each([undefined, null, {}, 'postgres://127.0.0.1'])('should refuse what is no pool: %p', (pool) => {
    expect(() => pgLease(pool as never, 'prices')).toThrow(
      /^smartPoll: lease's pool must be a Pool of pg, got/,
    );
  });

  it.each([undefined, '', 1])('should refuse what is no name: %p', (name) => {
    expect(() => pgLease(poolOf().pool, name as never)).toThrow(/^smartPoll: lease's name must be a string/);
  });
});
