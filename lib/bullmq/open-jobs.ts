import type { SchedulerLike, Subscription } from 'rxjs';
import { RemoteJobError } from './remote-job-error.js';
import { STOP, type RemoteEvents, type RemoteQueue } from './remote-queue.js';

/** A run that waits for a job. */
export interface Run {
  /** The job it waits for now. */
  jobId: string;
  /** The last job that was gone. */
  gone?: string;
  value(value: unknown): void;
  error(error: unknown): void;
  /** The job is gone, and was somebody else's: adds another one. */
  again(): void;
}

/** How a job ended; `gone` if it, or its result, was removed. */
type End = { type: 'value'; value: unknown } | { type: 'failed'; message: string } | { type: 'gone' };

interface OpenJob {
  /**
   * ```text
   * adding ──► added ──► stopping     our own
   *            joined                 already there: somebody else's
   * ```
   */
  state: 'adding' | 'added' | 'joined' | 'stopping';
  readonly runs: Set<Run>;
  /** Its event should have come by now: the next sweep looks at it. */
  overdue: boolean;
  looking: boolean;
}

/**
 * The jobs that somebody waits for. Events tell how they end. Since a stream of events may be trimmed, and after some faults
 * is not read from where it was left, a sweep looks at each job whose end event does not come.
 */
export class OpenJobs {
  private readonly jobs = new Map<string, OpenJob>();
  private sweeping: Subscription | undefined;
  closed = false;

  constructor(
    private readonly queue: RemoteQueue,
    private readonly events: RemoteEvents,
    private readonly sweep: number,
    private readonly scheduler: SchedulerLike,
  ) {
    this.events.on('completed', ({ jobId, returnvalue: value }) => this.end(jobId, { type: 'value', value }));
    this.events.on('failed', ({ jobId, failedReason: message }) =>
      this.end(jobId, { type: 'failed', message }),
    );
    this.events.on('removed', ({ jobId }) => this.end(jobId, { type: 'gone' }));
  }

  /** Adds a job; its run is registered first, because the end may come before the answer. */
  add(id: string, name: string, data: unknown, options: object, run: Run): void {
    const job = this.open(id, 'adding', run);
    this.queue.add(name, data, { ...options, jobId: id }).then(
      ({ id: real = id }) => {
        if (real !== id) {
          this.jobs.delete(id);
          if (job.runs.has(run)) this.join(real, run);
        } else if (this.jobs.get(id) === job) {
          job.state = 'added';
          if (job.runs.size === 0) this.stop(id, job);
        }
      },
      (error: unknown) => {
        if (this.jobs.get(id) === job) this.jobs.delete(id);
        if (job.runs.has(run)) run.error(error);
      },
    );
  }

  /** Ends the wait of a run. With the last run the job is stopped, if it is ours, whether it waits or runs. */
  leave(run: Run): void {
    const job = this.jobs.get(run.jobId);
    if (!job?.runs.delete(run) || job.runs.size > 0) return;
    if (job.state === 'added') this.stop(run.jobId, job);
    else if (job.state === 'joined') this.jobs.delete(run.jobId);
  }

  close(): Promise<void> {
    this.closed = true;
    this.sweeping?.unsubscribe();
    for (const [id, { runs }] of [...this.jobs]) {
      const error = new RemoteJobError(`smartPoll: remote: closed before job ${id} ended`, id, 'closed');
      for (const run of [...runs]) run.error(error);
    }
    return this.events.close();
  }

  private open(id: string, state: 'adding' | 'joined', run: Run): OpenJob {
    const job: OpenJob = this.jobs.get(id) ?? { state, runs: new Set(), overdue: false, looking: false };
    job.runs.add(run);
    run.jobId = id;
    this.jobs.set(id, job);
    this.sweeping ??= this.scheduler.schedule(() => this.look(), this.sweep);
    return job;
  }

  /**
   * Waits for a job that was there already, and may have ended meanwhile. If the key still leads to one that is gone, the
   * sweep looks: at once, it would go round in circles.
   */
  private join(id: string, run: Run): void {
    const job = this.open(id, 'joined', run);
    if (run.gone !== id) void this.lookAt(id, job);
  }

  private stop(id: string, job: OpenJob): void {
    job.state = 'stopping';
    const tell = async (): Promise<void> => {
      if ((await this.queue.remove(id)) === 0) await (await this.queue.getJob(id))?.updateProgress(STOP);
    };
    tell().catch(() => undefined); // Then it runs to its end, unwanted.
  }

  private look(): void {
    this.sweeping = undefined;
    for (const [id, job] of this.jobs) {
      if (job.overdue) void this.lookAt(id, job);
      job.overdue = true;
    }
    if (this.jobs.size > 0) this.sweeping = this.scheduler.schedule(() => this.look(), this.sweep);
  }

  private async lookAt(id: string, job: OpenJob): Promise<void> {
    if (job.looking || job.state === 'adding') return;
    job.looking = true;
    const end = await this.endOf(id).catch(() => undefined); // Then the next sweep looks again.
    job.looking = false;
    if (end !== undefined && this.jobs.get(id) === job) this.end(id, end);
  }

  /** How a job ended, if it did. What it failed of does not tell: it may be empty, or that of an earlier attempt. */
  private async endOf(id: string): Promise<End | undefined> {
    const job = await this.queue.getJob(id);
    if (job === undefined) return { type: 'gone' };
    if (job.finishedOn === undefined) return undefined;
    if (await job.isCompleted()) return { type: 'value', value: job.returnvalue };
    return { type: 'failed', message: job.failedReason ?? '' };
  }

  private end(id: string, end: End): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    this.jobs.delete(id);
    const runs = [...job.runs];
    job.runs.clear(); // The answer to `add` may still be to come.
    for (const run of runs) {
      if (end.type === 'value') run.value(end.value);
      else if (job.state === 'stopping' || (job.state === 'joined' && end.type === 'gone')) {
        run.gone = id;
        run.again();
      } else run.error(errorOf(id, end));
    }
  }
}

function errorOf(id: string, end: End): RemoteJobError {
  return end.type === 'failed'
    ? new RemoteJobError(end.message, id, 'failed')
    : new RemoteJobError(`smartPoll: remote: job ${id} was removed before its end was seen`, id, 'removed');
}
