import { Redis } from 'ioredis';
import pg from 'pg';
import type { Client } from './connect.js';

/** What is written to. It refuses a token that is lower than one it has seen, and keeps the order in which it accepted. */
export interface Sink {
  /** Whether it was accepted. */
  write(token: number, name: string): Promise<boolean>;
  /** What was accepted, the oldest first. */
  accepted(): Promise<{ token: number; name: string }[]>;
  close(): Promise<unknown>;
}

// The three lines of the guide, and one for the record.
const WRITE = `
if tonumber(ARGV[1]) < tonumber(redis.call('hget', KEYS[1], 'token') or 0) then return 0 end
redis.call('hset', KEYS[1], 'token', ARGV[1], 'value', ARGV[2])
redis.call('rpush', KEYS[2], ARGV[1] .. ' ' .. ARGV[2])
return 1`;

const redisSink = (port: number): Sink => {
  const redis = new Redis(port, '127.0.0.1');
  return {
    write: async (token, name) => (await redis.eval(WRITE, 2, 'price', 'accepted', token, name)) === 1,
    accepted: async () =>
      (await redis.lrange('accepted', 0, -1)).map((line) => {
        const [token, name] = line.split(' ') as [string, string];
        return { token: Number(token), name };
      }),
    close: () => redis.quit(),
  };
};

export const TABLES = `
create table prices (id text primary key, value text, token bigint not null);
create table accepted (place serial, token bigint, name text)`;

const WRITE_SQL = `
with written as (
  insert into prices (id, value, token) values ('price', $2, $1)
  on conflict (id) do update set value = excluded.value, token = excluded.token
  where prices.token <= excluded.token
  returning token, value
)
insert into accepted (token, name) select token, value from written`;

const pgSink = (port: number): Sink => {
  const pool = new pg.Pool({ port, host: '127.0.0.1', user: 'postgres' });
  pool.on('error', () => undefined);
  return {
    write: async (token, name) => (await pool.query(WRITE_SQL, [token, name])).rowCount === 1,
    accepted: async () => {
      const { rows } = await pool.query('select token::float8 as token, name from accepted order by place');
      return rows as { token: number; name: string }[];
    },
    close: () => pool.end(),
  };
};

export const connectSink = (client: Client, port: number): Sink =>
  client === 'pg' ? pgSink(port) : redisSink(port);
