// A worker, which the test kills and stops: node worker.mjs BACK_END PORT
import { stopJobs } from 'rxjs-smartpoll/bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import { type BackEnd, bullmqOn } from './back-ends.js';

const [backEnd, port] = process.argv.slice(2) as [BackEnd, string];
const bullmq = bullmqOn(backEnd, Number(port));
const worker = bullmq.worker<{ takes: number; fails: boolean; n: number }>(async ({ data }, _, signal) => {
  await delay(data.takes, undefined, signal ? { signal } : {});
  if (data.fails) throw new Error(`job ${data.n} fails, as it should`);
  return data.n;
});
stopJobs(worker, bullmq.events);
