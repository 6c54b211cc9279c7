// One member: polls the keys of its partitions over HTTP, and says which partitions it has.
import { Redis } from 'ioredis';
import { fromEvent } from 'rxjs';
import { pollPartitions } from './poll-partitions.js';

/** What a member is started with, as JSON in its first argument. */
export interface MemberArguments {
  name: string;
  redisPort: number;
  /** What is polled is at this address, by key. */
  url: string;
  partitions: number;
  ttl: number;
  every: number;
}

/** What a member says: whether it has a partition. */
export interface Holding {
  readonly partition: number;
  readonly isHeld: boolean;
}

const { redisPort, url, ...options } = JSON.parse(process.argv[2]!) as MemberArguments;
process.on('disconnect', () => process.exit());

const redis = new Redis(redisPort, '127.0.0.1', {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
});
redis.on('error', () => undefined); // Whoever asks is told.

pollPartitions({
  ...options,
  redis,
  timeout: 1_000,
  concurrent: 20,
  drain: fromEvent(process, 'SIGTERM'),
  project: async ({ key, signal }) => (await fetch(`${url}/${key}`, { signal })).text(),
  holds: (partition, token) =>
    void (process.connected && process.send?.({ partition, isHeld: token !== undefined } satisfies Holding)),
  report: (error) => console.error(`${options.name}: ${String(error)}`),
}).subscribe({ complete: () => void redis.quit().finally(() => process.exit()) });
