import { check, makeEvents } from './check.js';
import { STOP, type EventsFactory, type RemoteWorker } from './remote-queue.js';

/**
 * Makes a worker abort the `signal` of a running job when the loop that asked for it unsubscribes.
 *
 * @param worker - a `Worker` of BullMQ
 * @param events - makes the `QueueEvents` of its queue
 * @returns `close()`, which closes what `events` made
 * @throws TypeError for an invalid worker or events
 * @see [First stages as jobs](../../docs/guides/first-stages-as-jobs.md)
 *
 * @example
 * ```ts
 * const worker = new Worker('polls', (job, token, signal) => load(job.data, signal), { connection, maxStalledCount: 0 });
 * const stopping = stopJobs(worker, (options) => new QueueEvents('polls', { connection, ...options }));
 * ```
 */
export function stopJobs(worker: RemoteWorker, events: EventsFactory): { close(): Promise<void> } {
  check('stopJobs needs a Worker of BullMQ', typeof worker?.cancelJob === 'function');
  const heard = makeEvents('stopJobs', events);
  heard.on('progress', ({ jobId, data }) => {
    if ((data as Partial<typeof STOP> | null)?.['rxjs-smartpoll'] === STOP['rxjs-smartpoll'])
      worker.cancelJob(jobId, 'smartPoll: unsubscribed');
  });
  return { close: () => heard.close() };
}
