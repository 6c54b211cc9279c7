// Who is there: a sorted set of names, by when each was heard of last.
import { catchError, defer, distinctUntilChanged, EMPTY, finalize, type Observable, timeout } from 'rxjs';
import { poll } from 'rxjs-smartpoll';
import type { IoRedisClient } from 'rxjs-smartpoll/lease';

// By the server's clock. Who was not heard of for too long is forgotten.
const BEAT = `
local now = redis.call('time')
now = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('zadd', KEYS[1], now, ARGV[1])
redis.call('zremrangebyscore', KEYS[1], '-inf', now - ARGV[2])
return redis.call('zrange', KEYS[1], 0, -1)`;

const LEAVE = `return redis.call('zrem', KEYS[1], ARGV[1])`;

/**
 * The members, sorted, whenever they change, with this one among them for as long as it is subscribed to.
 *
 * It is a hint and no more. Two members may see different lists for a while, and both want a partition: its lease decides. While Redis
 * does not answer, the last list holds.
 *
 * @param ttl - who was not heard of for more than half of this time is gone, in milliseconds
 */
export function members(redis: IoRedisClient, name: string, ttl: number): Observable<string[]> {
  const beat = async (): Promise<string[]> => {
    const found = await redis.eval(BEAT, 1, 'members', name, ttl / 2);
    return (found as string[]).sort();
  };
  return defer(beat).pipe(
    timeout(ttl / 5), // An answer may never come.
    catchError(() => EMPTY),
    poll(ttl / 10),
    distinctUntilChanged((one, other) => one.join() === other.join()),
    finalize(() => void redis.eval(LEAVE, 1, 'members', name).catch(() => undefined)),
  );
}
