// One replica of the service: polls a price while it holds the lease, and writes it down with its token.
import { Redis } from 'ioredis';
import { fromEvent, share, take, tap } from 'rxjs';
import { smartPoll, type TaskContext } from 'rxjs-smartpoll';
import { lease, redisLease, whileHeld } from 'rxjs-smartpoll/lease';

/** What a replica is started with, as JSON in its first argument. */
export interface ServiceOptions {
  leasePort: number;
  storePort: number;
  priceUrl: string;
}

/** What a replica tells the page. */
export type Report =
  | { type: 'lease'; token: number | undefined }
  | { type: 'poll' }
  | { type: 'write'; price: number; accepted: boolean };

const { leasePort, storePort, priceUrl } = JSON.parse(process.argv[2]!) as ServiceOptions;
const report = (message: Report): void => void (process.connected && process.send?.(message));
process.on('disconnect', () => process.exit());

const store = new Redis(storePort, '127.0.0.1');
const redis = new Redis(leasePort, '127.0.0.1', {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
});
redis.on('error', () => undefined); // The lease reports it.

// A write of an older holder is refused once a newer one has written.
const WRITE = `
if tonumber(ARGV[1]) < tonumber(redis.call('hget', KEYS[1], 'token') or 0) then return 0 end
redis.call('hset', KEYS[1], 'token', ARGV[1], 'price', ARGV[2])
return 1`;

// A Promise, which nothing can stop: the token is what protects the store from it.
const fetchAndWrite = async (token: number, signal: AbortSignal): Promise<Report> => {
  report({ type: 'poll' });
  const price = Number(await (await fetch(priceUrl, { signal })).text());
  return { type: 'write', price, accepted: (await store.eval(WRITE, 1, 'price', token, price)) === 1 };
};

const drain = fromEvent(process, 'SIGTERM').pipe(take(1), share());
const lease$ = lease(redisLease(redis, 'lease:price'), { ttl: 3_000 }).pipe(
  tap((held) => report({ type: 'lease', token: held?.token })),
);

whileHeld(
  lease$,
  ({ token, scheduler }) =>
    smartPoll({
      tasks: {
        price: {
          startDue: 0,
          repeatDue: 500,
          retryDue: 1_000,
          project: ({ signal }: TaskContext) =>
            fetchAndWrite(token, signal).then((written) => (report(written), written)),
          next: (written) => [written],
        },
      },
      scheduler,
      drain,
    }),
  { drain },
).subscribe({ complete: () => process.exit() });
