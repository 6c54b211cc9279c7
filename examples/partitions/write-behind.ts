// A monitor that keeps the rows of keys up to date, in batches.
import { exhaustMap, ignoreElements, interval, type Observable, type SchedulerLike } from 'rxjs';
import type { LoopEvent } from 'rxjs-smartpoll';
import type { Row } from './partition-rows.js';

/**
 * Watches a loop, and writes down when its keys are due and how often they failed.
 *
 * A key that starts keeps its due in the store until the next one is known: if this process dies meanwhile, another finds a past due
 * and polls the key. A due that is deleted as its poll starts would be a key that nobody polls any more.
 */
export class WriteBehind {
  private readonly rows = new Map<string, Row>();
  private readonly changed = new Set<string>();
  private draining = false;

  /**
   * @param write - writes rows, or rejects
   * @param report - told of what went wrong; it is tried again with the next batch
   */
  constructor(
    private readonly write: (rows: [key: string, row: Row][]) => Promise<void>,
    private readonly report: (error: unknown) => void,
  ) {}

  /** A key as it is in the store. */
  stored(key: string, row: Row): void {
    this.rows.set(key, row);
  }

  /** Takes in what the loop tells. */
  next(event: LoopEvent<string>): void {
    switch (event.type) {
      case 'drain': // Clears all schedules, which are for the next holder.
        this.draining = true;
        return;
      case 'schedule':
        if (!this.draining) this.change(event.key, { due: event.dueTime?.getTime() ?? null });
        return;
      case 'value':
        return this.change(event.key, { failures: 0 });
      case 'error':
        if (event.stage === undefined) return; // Not of a first stage.
        return this.change(event.key, { failures: (this.rows.get(event.key)?.failures ?? 0) + 1 });
      case 'remove':
        this.rows.delete(event.key);
        this.changed.delete(event.key);
    }
  }

  /** Writes what has changed, every so many milliseconds, one batch at a time; emits nothing. */
  batches(every: number, scheduler: SchedulerLike): Observable<never> {
    return interval(every, scheduler).pipe(
      exhaustMap(() => this.flush()),
      ignoreElements(),
    );
  }

  /** Writes what has changed. Never rejects. */
  async flush(): Promise<void> {
    if (this.changed.size === 0) return;
    const batch = [...this.changed].map((key): [string, Row] => [key, this.rows.get(key)!]);
    this.changed.clear();
    try {
      await this.write(batch);
    } catch (error) {
      for (const [key] of batch) if (this.rows.has(key)) this.changed.add(key);
      this.report(error);
    }
  }

  private change(key: string, change: Partial<Row>): void {
    const row = this.rows.get(key);
    if (row === undefined) return;
    const changed = { ...row, ...change };
    if (changed.due === row.due && changed.failures === row.failures) return;
    this.rows.set(key, changed);
    this.changed.add(key);
  }
}
