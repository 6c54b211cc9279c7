export { remote, type Remote, type RemoteOptions, type RunOptions } from './remote.js';
export { RemoteJobError } from './remote-job-error.js';
export { stopJobs } from './stop-jobs.js';
export type { EventsFactory, RemoteEvents, RemoteJob, RemoteQueue, RemoteWorker } from './remote-queue.js';
