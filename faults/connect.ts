import { Redis } from 'ioredis';
import pg from 'pg';
import { createClient } from 'redis';
import { type LeaseDriver, pgLease, redisLease } from 'rxjs-smartpoll/lease';

/** The clients that leases are kept with. */
export type Client = 'ioredis' | 'node-redis' | 'pg';

/** A lease through a client of its kind, set up as the guide says. */
export interface Connection {
  readonly driver: LeaseDriver;
  close(): Promise<unknown>;
}

export const LEASE = 'poll';

export function connectLease(client: Client, port: number, ttl: number): Connection {
  if (client === 'ioredis') {
    const redis = new Redis(port, '127.0.0.1', {
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => 100,
    });
    redis.on('error', () => undefined);
    return { driver: redisLease(redis, LEASE), close: () => redis.quit() };
  }
  if (client === 'node-redis') {
    const redis = createClient({
      socket: { port, host: '127.0.0.1', reconnectStrategy: () => 100 },
      disableOfflineQueue: true,
    });
    redis.on('error', () => undefined);
    redis.connect().catch(() => undefined);
    return { driver: redisLease(redis, LEASE), close: () => redis.close() };
  }
  const pool = new pg.Pool({ port, host: '127.0.0.1', user: 'postgres', connectionTimeoutMillis: ttl });
  pool.on('error', () => undefined);
  return { driver: pgLease(pool, LEASE), close: () => pool.end() };
}
