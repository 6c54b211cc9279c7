import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromEvent } from 'rxjs';
import { isStale } from '../examples/partitions/partition-rows.js';
import { pollPartitions } from '../examples/partitions/poll-partitions.js';
import { partitionOf } from '../examples/partitions/rendezvous.js';

/** How a member is started, as JSON in its first argument. */
export interface PartitionMemberOptions {
  name: string;
  partitions: number;
  ttl: number;
  every: number;
  /** The ports of the store that keeps leases and rows, and of what is written to. */
  redisPort: number;
  sinkPort: number;
}

/** What a member says of itself. */
export type PartitionMessage =
  | { type: 'up' }
  /** A batch of rows, or what was polled, was refused because of its token. */
  | { type: 'refused'; what: 'rows' | 'poll' }
  | { type: 'unhandled'; error: string };

// What was polled is written with the token of the partition, and in the order in which it is accepted. Beside it: when each key was
// polled last, and the longest that any of them was not.
const WRITE = `
local partition, token, key, name = unpack(ARGV)
if tonumber(token) < tonumber(redis.call('hget', 'tokens', partition) or 0) then return 0 end
redis.call('hset', 'tokens', partition, token)
redis.call('rpush', 'accepted', partition .. ' ' .. token .. ' ' .. name)
local now = redis.call('time')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local gap = now - (redis.call('zscore', 'polled', key) or now)
if gap > tonumber(redis.call('get', 'gap') or 0) then redis.call('set', 'gap', gap) end
redis.call('zadd', 'polled', now, key)
return 1`;

const { name, redisPort, sinkPort, ...options } = JSON.parse(process.argv[2]!) as PartitionMemberOptions;
const say = (message: PartitionMessage): void => void (process.connected && process.send?.(message));
const broken = (error: unknown): void =>
  say({ type: 'unhandled', error: String((error as Error)?.stack ?? error) });
process.on('unhandledRejection', broken);
process.on('uncaughtException', broken);
process.on('disconnect', () => process.exit());

const sink = new Redis(sinkPort, '127.0.0.1');
const redis = new Redis(redisPort, '127.0.0.1', {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: () => 100,
});
redis.on('error', () => undefined);
redis.once('ready', () => say({ type: 'up' }));

pollPartitions({
  ...options,
  name,
  redis,
  timeout: 1_000,
  concurrent: 50,
  drain: fromEvent(process, 'SIGTERM'),
  holds: () => undefined,
  report: (error) => void (isStale(error) && say({ type: 'refused', what: 'rows' })),
  // A Promise: it cannot be stopped, and may write when the lease is long over.
  async project({ key }, token) {
    await sleep(20 + 60 * Math.random());
    const partition = partitionOf(key, options.partitions);
    const accepted = await sink.eval(WRITE, 0, partition, token, key, name);
    if (accepted !== 1) say({ type: 'refused', what: 'poll' });
  },
}).subscribe({ error: broken, complete: () => process.exit() });
