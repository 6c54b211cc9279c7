import { asyncScheduler, Observable, timeout, type SchedulerLike } from 'rxjs';
import { OpenJobs, type Run } from './open-jobs.js';
import type { EventsFactory, RemoteQueue } from './remote-queue.js';

/** Options of `remote()`. */
export interface RemoteOptions {
  /** Makes the `QueueEvents` of the queue: `(options) => new QueueEvents('polls', { connection, ...options })`. */
  events: EventsFactory;
  /**
   * Milliseconds from subscribing until a job without an end is a `TimeoutError`: without a worker nothing else ends it.
   * @defaultValue 60_000
   */
  timeout?: number;
  /**
   * Milliseconds between two looks at jobs whose end did not come as an event.
   * @defaultValue 5_000
   */
  sweep?: number;
  /** @defaultValue `asyncScheduler` */
  scheduler?: SchedulerLike;
}

/** Options of one job. */
export interface RunOptions {
  /** One job of a key at a time in the whole queue: who comes while one is there gets that one's result. */
  key?: string;
}

/** A queue as a place where first stages run. */
export interface Remote {
  /**
   * A job as a cold Observable of one value, what the processor returned, or one error. Unsubscribing removes the job
   * where it waits, and stops it where it runs and the worker has `stopJobs`.
   *
   * @param name - the name of the job
   * @param data - what the worker gets; whatever JSON can hold
   * @returns errors with `RemoteJobError`, with RxJS's `TimeoutError`, or with what the queue rejects with
   * @throws TypeError for data that cannot be serialised
   */
  run<T = unknown>(name: string, data: unknown, options?: RunOptions): Observable<T>;
  /** Ends what runs, with a `RemoteJobError`, and closes the events. The queue stays open: it is yours. */
  close(): Promise<void>;
}

/** Ended jobs are kept for so many seconds, for who missed their event. */
const KEEP = { age: 60 };
const LONGEST = 2 ** 31 - 1;

/**
 * Runs first stages as jobs of BullMQ, in other processes and on other machines.
 *
 * ```ts
 * const jobs = remote(new Queue('polls', { connection }), {
 *   events: (options) => new QueueEvents('polls', { connection, ...options }),
 * });
 * project: ({ key }) => jobs.run<Price>('price', { symbol: key }, { key }),
 * ```
 *
 * Exactly one answer comes for each subscription: a value, an error, or the `timeout`. A job is not tried again by the
 * queue: `retryDue` of the task does that. That a job is *executed* once nobody can promise; workers need
 * `maxStalledCount: 0` so that it is not begun twice.
 *
 * @param queue - a `Queue` of BullMQ 6, on Redis or whatever else BullMQ runs on
 * @throws TypeError for a queue or an option that is none
 * @see the guide "First stages as jobs"
 */
export function remote(queue: RemoteQueue, options: RemoteOptions): Remote {
  const { events, timeout: limit = 60_000, sweep = 5_000, scheduler = asyncScheduler } = options ?? {};
  check('needs a Queue of BullMQ', typeof queue?.add === 'function' && typeof queue.getJob === 'function');
  check(
    'needs events: (options) => new QueueEvents(name, { connection, ...options })',
    typeof events === 'function',
  );
  check(`needs a timeout in milliseconds, above 0, got ${String(limit)}`, limit > 0 && limit <= LONGEST);
  check(`needs a sweep in milliseconds, above 0, got ${String(sweep)}`, sweep > 0 && sweep <= LONGEST);
  const jobs = new OpenJobs(queue, events, sweep, scheduler);

  return {
    run<T>(name: string, data: unknown, { key }: RunOptions = {}) {
      checkData(name, data);
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

/** No one job's id is ever another's: BullMQ does nothing, in silence, where a job with the id is kept. */
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
  check(`: the data of "${name}" cannot be serialised: ${reason}`, text !== undefined || data === undefined);
}

function check(problem: string, holds: boolean): void {
  if (!holds) throw new TypeError(`smartPoll: remote ${problem}`.replace(' :', ':'));
}
