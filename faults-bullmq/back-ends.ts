import { createPostgresBackend, createRedisBackend, Queue, QueueEvents, Worker } from 'bullmq';
import type { BackendFactory, Processor, RedisQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres, startRedis, type Store } from '../faults/stores.js';

/** What BullMQ keeps its queues in. */
export type BackEnd = 'redis' | 'postgres';

/** What the tests do to a store, past BullMQ. */
export interface Admin {
  /** Cuts all connections but its own. */
  cut(): Promise<unknown>;
  trimEvents(): Promise<unknown>;
  /** How many keys of deduplication there are. */
  deduplicationKeys(): Promise<number>;
  close(): unknown;
}

const postgresAt = (port: number) => ({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });

/** The classes of BullMQ for a queue on a back end at a port. */
export function bullmqOn(backEnd: BackEnd, port: number) {
  // The types of both back ends' connections differ, the rest does not.
  const factory = (
    backEnd === 'redis' ? createRedisBackend : createPostgresBackend
  ) as BackendFactory<RedisQueueBackend>;
  const connection =
    backEnd === 'redis' ? { host: '127.0.0.1', port, maxRetriesPerRequest: null } : postgresAt(port);
  const quiet = <T extends { on(event: 'error', listener: () => void): unknown }>(emitter: T): T => {
    emitter.on('error', () => undefined); // Connections are cut.
    return emitter;
  };
  return {
    queue: () => quiet(new Queue('polls', { connection }, factory)),
    // On PostgreSQL, what happens while it begins to listen is seen once it has waited for so long: by default 10 s.
    events: (options: { lastEventId: string }) =>
      quiet(new QueueEvents('polls', { connection, blockingTimeout: 1_000, ...options }, factory)),
    worker: <T>(processor: Processor<T>) => {
      const options = {
        connection,
        concurrency: 50,
        maxStalledCount: 0,
        lockDuration: 1500,
        stalledInterval: 500,
      };
      return quiet(new Worker<T>('polls', processor, options, factory));
    },
  };
}

/** Starts a store that is ready for queues. */
export async function startStore(backEnd: BackEnd): Promise<{ store: Store; admin: Admin }> {
  if (backEnd === 'redis') {
    const store = await startRedis();
    const redis = new Redis(store.port, '127.0.0.1', { maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    return {
      store,
      admin: {
        cut: () => redis.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
        trimEvents: () => redis.xtrim('bull:polls:events', 'MAXLEN', 0),
        deduplicationKeys: async () => (await redis.keys('bull:polls:de:*')).length,
        close: () => redis.disconnect(),
      },
    };
  }
  const store = await startPostgres();
  const client = await connected(store.port);
  // Makes its tables.
  const queue = new Queue(
    'polls',
    { connection: { ...postgresAt(store.port), migrate: true } },
    createPostgresBackend,
  );
  await queue.waitUntilReady();
  await queue.close();
  return {
    store,
    admin: {
      cut: () =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
          where pid <> pg_backend_pid() and backend_type = 'client backend'`,
        ),
      trimEvents: () => client.query('delete from bullmq.event'),
      deduplicationKeys: async () => (await client.query('select from bullmq.dedup')).rowCount ?? 0,
      close: () => client.end(),
    },
  };
}

async function connected(port: number): Promise<pg.Client> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client(postgresAt(port));
    try {
      await client.connect();
      return client;
    } catch (error) {
      // It listens before it answers.
      if ((error as { code?: string }).code !== '57P03' || tries === 100) throw error;
      await delay(100);
    }
  }
}
