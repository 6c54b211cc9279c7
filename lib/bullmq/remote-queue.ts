/** The part of a BullMQ `Queue` that is used. */
export interface RemoteQueue {
  readonly name: string;
  /** Set once the queue is closed, or being closed. */
  readonly closing?: Promise<void> | undefined;
  add(name: string, data: unknown, options: object): Promise<{ id?: string | undefined }>;
  getJob(id: string): Promise<RemoteJob | undefined>;
  remove(id: string): Promise<number>;
}

/** The part of a BullMQ `Job` that is used. */
export interface RemoteJob {
  readonly finishedOn?: number | undefined;
  readonly failedReason?: string | undefined;
  readonly returnvalue: unknown;
  isCompleted(): Promise<boolean>;
  updateProgress(progress: object): Promise<unknown>;
}

/** The part of BullMQ's `QueueEvents` that is used. */
export interface RemoteEvents {
  on(event: 'completed', listener: (event: { jobId: string; returnvalue: unknown }) => void): unknown;
  on(event: 'failed', listener: (event: { jobId: string; failedReason: string }) => void): unknown;
  on(event: 'removed', listener: (event: { jobId: string }) => void): unknown;
  on(event: 'progress', listener: (event: { jobId: string; data: unknown }) => void): unknown;
  close(): Promise<void>;
}

/** The part of a BullMQ `Worker` that is used. */
export interface RemoteWorker {
  cancelJob(id: string, reason?: string): boolean;
}

/**
 * Makes the `QueueEvents` of a queue: `(options) => new QueueEvents('polls', { connection, ...options })`. Pass the options
 * on: without a `lastEventId` BullMQ only reads new events until the first one comes, and loses those between two reads.
 */
export type EventsFactory = (options: { lastEventId: string }) => RemoteEvents;

/**
 * Reads from the first event that is kept. Old ones concern nobody, and are ignored. Both back ends understand `'0'`; PostgreSQL
 * does not understand `'0-0'`.
 */
export const FROM_THE_START = { lastEventId: '0' };

/** Tells a running job that nobody waits for it any more; sent as progress, which all `QueueEvents` hear. */
export const STOP = { 'rxjs-smartpoll': 'stop' } as const;
