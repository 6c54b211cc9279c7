import { setTimeout as sleep } from 'node:timers/promises';
import { fromEvent, share, take } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';
import { lease, type LeaseDriver, whileHeld } from 'rxjs-smartpoll/lease';
import { type Client, connectLease } from './connect.js';
import { connectSink } from './sink.js';

/** How a replica is started, as JSON in its first argument. */
export interface ReplicaOptions {
  name: string;
  client: Client;
  ttl: number;
  /** The ports of the store that keeps the lease, and of what is written to. */
  leasePort: number;
  sinkPort: number;
}

/** What a replica says of itself. */
export type Message =
  /** The store has answered for the first time. */
  | { type: 'up' }
  /** `left` is for how many milliseconds the lease is still its own. */
  | { type: 'poll'; token: number; left: number }
  | { type: 'unblocked' }
  | { type: 'write'; token: number; accepted: boolean }
  | { type: 'unhandled'; error: string };

const { name, client, ttl, leasePort, sinkPort } = JSON.parse(process.argv[2]!) as ReplicaOptions;
const say = (message: Message): void => void (process.connected && process.send?.(message));
const broken = (error: unknown): void =>
  say({ type: 'unhandled', error: String((error as Error)?.stack ?? error) });
process.on('unhandledRejection', broken);
process.on('uncaughtException', broken);

// Nothing else happens in this process so long.
process.on('message', ({ block }: { block: number }) => {
  const end = performance.now() + block;
  while (performance.now() < end);
  say({ type: 'unblocked' });
});
process.on('disconnect', () => process.exit());

const sink = connectSink(client, sinkPort);
const connection = connectLease(client, leasePort, ttl);
const drain = fromEvent(process, 'SIGTERM').pipe(take(1), share());

// Beside the lease, and simpler: until when the store has granted it at least.
let grantedUntil = 0;
let isUp = false;
const watched: LeaseDriver = {
  async hold(id, duration) {
    const end = performance.now() + duration;
    const answer = await connection.driver.hold(id, duration);
    if (!isUp) say({ type: 'up' });
    isUp = true;
    if (answer > 0) grantedUntil = Math.max(grantedUntil, end);
    return answer;
  },
  release: (id) => connection.driver.release(id),
};

// A Promise: it cannot be stopped, and may write when the lease is long over.
const poll = async (token: number): Promise<boolean> => {
  say({ type: 'poll', token, left: grantedUntil - performance.now() });
  await sleep(20);
  const accepted = await sink.write(token, name);
  say({ type: 'write', token, accepted });
  return accepted;
};

whileHeld(
  lease(watched, { ttl, report: () => undefined }),
  (held) =>
    smartPoll({
      tasks: {
        poll: {
          startDue: 0,
          repeatDue: 10,
          retryDue: 50,
          project: () => poll(held.token),
        },
      },
      scheduler: held.scheduler,
      drain,
    }),
  { drain },
).subscribe({
  error: broken,
  complete: () => void Promise.allSettled([connection.close(), sink.close()]).then(() => process.exit()),
});
