import { EventEmitter } from 'node:events';
import type { RemoteJob } from '../../lib/bullmq/index.js';

interface Options {
  readonly jobId: string;
  readonly deduplication?: { readonly id: string };
}

/** A queue of BullMQ by its shape, which a test works off by hand. It answers in its own time. */
export class FakeQueue {
  readonly name = 'polls';
  closing: Promise<void> | undefined;
  /** The options with which the events were made. */
  eventsOptions: unknown;
  eventsClosed = 0;
  /** What was added, in order: the ids that there were then. */
  readonly added: {
    readonly id: string;
    readonly name: string;
    readonly data: unknown;
    readonly options: Options;
  }[] = [];
  readonly jobs = new Map<string, { -readonly [P in keyof RemoteJob]: RemoteJob[P] } & { active: boolean }>();
  readonly progress: [id: string, progress: unknown][] = [];
  /** How often jobs were looked at. */
  looks = 0;
  /** While it is there, `add` does not answer. */
  held: Promise<void> | undefined;
  private readonly completed = new Set<string>();
  private readonly keys = new Map<string, string>();
  private readonly emitter = new EventEmitter();

  readonly events = (options: unknown) => {
    this.eventsOptions = options;
    return {
      on: (event: string, listener: (event: any) => void) => this.emitter.on(event, listener),
      close: () => (this.eventsClosed++, Promise.resolve()),
    };
  };

  async add(name: string, data: unknown, options: object): Promise<{ id: string }> {
    if (this.closing) throw new Error('Connection is closed.');
    const { jobId: id, deduplication } = options as Options;
    const there = deduplication && this.keys.get(deduplication.id);
    if (there === undefined) {
      this.added.push({ id, name, data, options: options as Options });
      const updateProgress = (progress: object) => Promise.resolve(this.progress.push([id, progress]));
      const isCompleted = () => Promise.resolve(this.completed.has(id));
      this.jobs.set(id, { active: false, returnvalue: null, updateProgress, isCompleted });
      if (deduplication) this.keys.set(deduplication.id, id);
    }
    await this.held;
    return { id: there ?? id };
  }

  getJob(id: string): Promise<RemoteJob | undefined> {
    this.looks++;
    return Promise.resolve(this.jobs.get(id));
  }

  remove(id: string): Promise<number> {
    if (this.jobs.get(id)?.active) return Promise.resolve(0);
    return Promise.resolve(this.drop(id) ? 1 : 0);
  }

  /** The one job that is open. */
  get last(): string {
    return this.added.at(-1)!.id;
  }

  complete(id: string, returnvalue: unknown, told = true): void {
    Object.assign(this.jobs.get(id)!, { finishedOn: 1, returnvalue });
    this.completed.add(id);
    this.free(id);
    if (told) this.emitter.emit('completed', { jobId: id, returnvalue });
  }

  fail(id: string, failedReason: string, told = true): void {
    // BullMQ reads no empty reason.
    Object.assign(this.jobs.get(id)!, { finishedOn: 1, ...(failedReason && { failedReason }) });
    this.free(id);
    if (told) this.emitter.emit('failed', { jobId: id, failedReason });
  }

  drop(id: string, told = true): boolean {
    this.free(id);
    const was = this.jobs.delete(id);
    if (was && told) this.emitter.emit('removed', { jobId: id });
    return was;
  }

  tellCompleted(jobId: string, returnvalue: unknown): void {
    this.emitter.emit('completed', { jobId, returnvalue });
  }

  tellProgress(jobId: string, data: unknown): void {
    this.emitter.emit('progress', { jobId, data });
  }

  private free(id: string): void {
    for (const [key, holder] of this.keys) if (holder === id) this.keys.delete(key);
  }
}
