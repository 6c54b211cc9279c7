import { asyncScheduler, Observable, timeout, type SchedulerLike } from 'rxjs';
import { check, checkOptions, makeEvents } from './check.js';
import { OpenJobs, type Run } from './open-jobs.js';
import type { EventsFactory, RemoteQueue } from './remote-queue.js';

/** The options of `remote()`. */
export interface RemoteOptions {
  /** Makes the `QueueEvents` of the queue: `(options) => new QueueEvents('polls', { connection, ...options })`. */
  events: EventsFactory;
  /**
   * How long to wait for the end of a job, in milliseconds from subscribing; after that it is a `TimeoutError`. Nothing else
   * ends a job that has no worker.
   *
   * @defaultValue 60_000
   */
  timeout?: number;
  /**
   * How often to look at jobs whose end has not come as an event, in milliseconds.
   *
   * @defaultValue 5_000
   */
  sweep?: number;
  /**
   * The clock and the timers.
   *
   * @defaultValue `asyncScheduler`
   */
  scheduler?: SchedulerLike;
}

/** The options of one job. */
export interface RunOptions {
  /**
   * Allows one job with this key at a time in the whole queue; anyone who asks for another gets the result of that one.
   *
   * @defaultValue none: each call adds a job
   */
  key?: string;
}

/** A queue that runs first stages, as jobs. */
export interface Remote {
  /**
   * Runs a job, as a cold Observable of what its processor returns.
   *
   * Unsubscribing removes the job if it is still waiting, and stops it if it is running and the worker has `stopJobs`.
   *
   * @param name - the name of the job
   * @param data - what the worker gets; anything that JSON can hold
   * @returns one value, or an error: a `RemoteJobError`, RxJS's `TimeoutError`, or what the queue rejects with
   * @throws TypeError for data that cannot be serialised, or an unknown option
   */
  run<T = unknown>(name: string, data: unknown, options?: RunOptions): Observable<T>;
  /**
   * Ends all jobs in progress with a `RemoteJobError`, and closes the events.
   *
   * The queue stays open: it is yours.
   */
  close(): Promise<void>;
}

/** Ended jobs are kept for this many seconds, for anyone who missed their event. */
const KEEP = { age: 60 };
const LONGEST = 2 ** 31 - 1;

/**
 * Runs first stages as jobs of BullMQ, in other processes and on other machines.
 *
 * Each subscription gets exactly one answer: a value, an error, or the `timeout`. The queue does not retry a job; the task's
 * `retryDue` does. That a job is *executed* only once, nobody can promise; workers need `maxStalledCount: 0`, so that it is
 * not started twice.
 *
 * @param queue - a `Queue` of BullMQ 6, on Redis or any other store that BullMQ runs on
 * @throws TypeError for an invalid queue or option
 * @see [First stages as jobs](../../docs/guides/first-stages-as-jobs.md)
 *
 * @example
 * ```ts
 * const jobs = remote(new Queue('polls', { connection }), {
 *   events: (options) => new QueueEvents('polls', { connection, ...options }),
 * });
 * smartPoll({
 *   tasks: {
 *     price: { startDue: 0, repeatDue: 10_000, project: () => jobs.run<Price>('price', { symbol: 'AAPL' }), next: show },
 *   },
 * }).subscribe();
 * ```
 */
export function remote(queue: RemoteQueue, options: RemoteOptions): Remote {
  const { events, timeout: limit = 60_000, sweep = 5_000, scheduler = asyncScheduler } = options ?? {};
  check(
    'remote needs a Queue of BullMQ',
    typeof queue?.add === 'function' && typeof queue.getJob === 'function',
  );
  checkOptions('remote', options ?? {}, 'events', 'timeout', 'sweep', 'scheduler');
  checkTime('timeout', limit);
  checkTime('sweep', sweep);
  const jobs = new OpenJobs(queue, makeEvents('remote', events), sweep, scheduler);

  return {
    run<T>(name: string, data: unknown, options: RunOptions = {}) {
      checkData(name, data);
      checkOptions('run', options, 'key');
      const { key } = options;
      const jobOptions = {
        attempts: 1,
        removeOnComplete: KEEP,
        removeOnFail: KEEP,
        ...(key !== undefined && { deduplication: { id: key } }),
      };
      return new Observable<T>((subscriber) => {
        if (jobs.closed) return subscriber.error(new Error('smartPoll: remote is closed'));
        const run: Run = {
          jobId: '',
          value(value) {
            subscriber.next(value as T);
            subscriber.complete();
          },
          error: (error) => subscriber.error(error),
          again() {
            if (queue.closing !== undefined)
              return subscriber.error(new Error(`smartPoll: remote: the queue "${queue.name}" is closed`));
            jobs.add(randomId(), name, data, jobOptions, run);
          },
        };
        subscriber.add(() => jobs.leave(run));
        run.again();
      }).pipe(timeout({ first: limit, scheduler }));
    },
    close: () => jobs.close(),
  };
}

/** Never the same twice: BullMQ silently ignores a job whose id it already has. */
function randomId(): string {
  return globalThis.crypto.randomUUID();
}

function checkData(name: string, data: unknown): void {
  let text: string | undefined;
  let reason = 'JSON has nothing for it';
  try {
    text = JSON.stringify(data);
  } catch (error) {
    reason = (error as Error).message;
  }
  check(
    `remote: the data of "${name}" cannot be serialised: ${reason}`,
    text !== undefined || data === undefined,
  );
}

function checkTime(name: string, time: number): void {
  check(`remote needs a ${name} in milliseconds, above 0, got ${String(time)}`, time > 0 && time <= LONGEST);
}
