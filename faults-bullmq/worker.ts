// A worker, which the test kills and stops: node worker.mjs PORT
import { QueueEvents, Worker } from 'bullmq';
import { stopJobs } from 'rxjs-smartpoll/bullmq';
import { setTimeout as delay } from 'node:timers/promises';

const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const worker = new Worker<{ takes: number; fails: boolean; n: number }>(
  'polls',
  async ({ data }, _, signal) => {
    await delay(data.takes, undefined, signal ? { signal } : {});
    if (data.fails) throw new Error(`job ${data.n} fails, as it should`);
    return data.n;
  },
  { connection, concurrency: 50, maxStalledCount: 0, lockDuration: 1500, stalledInterval: 500 },
);
worker.on('error', () => undefined); // Connections are cut.
stopJobs(worker, (options) => {
  const events = new QueueEvents('polls', { connection, ...options });
  events.on('error', () => undefined);
  return events;
});
