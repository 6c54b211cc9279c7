import type { LeaseDriver } from './lease-options.js';
import { check } from './lease-options.js';

/** The part of a client of `ioredis` that is used. */
export interface IoRedisClient {
  defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }): void;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
}

/** The part of a client of `redis` (node-redis) that is used. */
export interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

// The lease is one hash without expiry, `{ id, until, token }`: its token outlives its holders, and a cluster can only move
// or lose it as a whole. Times are those of the server. If its data was lost, tokens go on from its clock.
const HOLD = `
local now = redis.call('time')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local id, ends, token = unpack(redis.call('hmget', KEYS[1], 'id', 'until', 'token'))
ends, token = tonumber(ends or 0), tonumber(token or 0)
if ends > now then
  if id ~= ARGV[1] then return now - ends end
else
  token = math.max(token + 1, now)
end
redis.call('hset', KEYS[1], 'id', ARGV[1], 'until', string.format('%.0f', now + ARGV[2]), 'token', string.format('%.0f', token))
return token`;

const RELEASE = `
if redis.call('hget', KEYS[1], 'id') == ARGV[1] then return redis.call('hset', KEYS[1], 'id', '', 'until', '0') end
return 0`;

/**
 * Keeps a lease in Redis 5 or newer, or a compatible store, through your own client: of `ioredis`, or a connected one of
 * `redis` (node-redis).
 *
 * Each call is one script on one key; there is nothing to prepare. The client need not repeat commands after it reconnects:
 * a lease asks again by itself.
 *
 * @param client - your client; it is neither connected nor closed here
 * @param key - the key of the lease, which holds a hash that stays. Use one key for each thing that is to run once
 * @throws TypeError for an invalid client or key
 * @see [One loop among many replicas](../../docs/guides/many-replicas.md)
 *
 * @example
 * ```ts
 * const redis = new Redis({ autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 });
 * const lease$ = lease(redisLease(redis, 'lease:prices'));
 * ```
 */
export function redisLease(client: IoRedisClient | NodeRedisClient, key: string): LeaseDriver {
  check('client', client, typeof client?.eval === 'function', 'a client of ioredis or node-redis');
  check('key', key, typeof key === 'string' && key !== '', 'a string that is not empty');
  const run = async (script: string, ...args: string[]): Promise<unknown> =>
    'defineCommand' in client
      ? client.eval(script, 1, key, ...args)
      : client.eval(script, { keys: [key], arguments: args });
  return {
    hold: async (id, ttl) => Number(await run(HOLD, id, String(Math.round(ttl)))),
    release: (id) => run(RELEASE, id),
  };
}
