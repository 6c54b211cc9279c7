/** What is used of a `Queue` of BullMQ. */
export interface RemoteQueue {
  readonly name: string;
  /** Set once it is closed, or is being closed. */
  readonly closing?: Promise<void> | undefined;
  add(name: string, data: unknown, options: object): Promise<{ id?: string | undefined }>;
  getJob(id: string): Promise<RemoteJob | undefined>;
  remove(id: string): Promise<number>;
}

/** What is used of a `Job` of BullMQ. */
export interface RemoteJob {
  readonly finishedOn?: number | undefined;
  readonly failedReason?: string | undefined;
  readonly returnvalue: unknown;
  updateProgress(progress: object): Promise<unknown>;
}

/** What is used of `QueueEvents` of BullMQ. */
export interface RemoteEvents {
  on(event: 'completed', listener: (event: { jobId: string; returnvalue: unknown }) => void): unknown;
  on(event: 'failed', listener: (event: { jobId: string; failedReason: string }) => void): unknown;
  on(event: 'removed', listener: (event: { jobId: string }) => void): unknown;
  on(event: 'progress', listener: (event: { jobId: string; data: unknown }) => void): unknown;
  close(): Promise<void>;
}

/** What is used of a `Worker` of BullMQ. */
export interface RemoteWorker {
  cancelJob(id: string, reason?: string): boolean;
}

/**
 * Makes the `QueueEvents` of a queue: `(options) => new QueueEvents('polls', { connection, ...options })`. The options
 * matter: without a `lastEventId` BullMQ looks for what is new at each read until a first event comes, and loses what
 * happens between two reads.
 */
export type EventsFactory = (options: { lastEventId: string }) => RemoteEvents;

/**
 * From the first event that is kept on, on Redis and on PostgreSQL, which takes `'0-0'` for no number. What is long over
 * concerns nobody, and is passed over.
 */
export const FROM_THE_START = { lastEventId: '0' };

/** How a running job is told that nobody waits for it any more: as progress, which all `QueueEvents` hear. */
export const STOP = { 'rxjs-smartpoll': 'stop' } as const;
