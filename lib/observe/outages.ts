import type { SchedulerLike } from 'rxjs';
import { Clock } from '../time/clock.js';

/** Keys whose runs fail again and again: those without a success for `limit` milliseconds are told together, once an outage. */
export class Outages<K> {
  /** When each began; `Infinity` once it is told. */
  private readonly since = new Map<K, number>();
  private toldAt = -Infinity;
  private clock: Clock | undefined = undefined;

  constructor(
    private readonly limit: number,
    private readonly scheduler: SchedulerLike,
    private readonly tell: (keys: K[], error: unknown) => void,
  ) {}

  /** A run of `key` has failed. If a host is down, its keys fail one by one: there is one report in `limit` milliseconds. */
  failed(key: K, error: unknown): void {
    const now = (this.clock ??= new Clock(this.scheduler)).line();
    const before = now - this.limit;
    const since = this.since.get(key);
    if (since === undefined) return void this.since.set(key, now);
    if (since > before || this.toldAt > before) return;
    this.toldAt = now;
    const late: K[] = [];
    for (const [key, since] of this.since) {
      if (since > before) continue;
      this.since.set(key, Infinity);
      late.push(key);
    }
    this.tell(late, error);
  }

  /** A run of `key` has not failed, or there will be none. */
  over(key: K): void {
    this.since.delete(key);
  }

  clear(): void {
    this.since.clear();
    this.toldAt = -Infinity;
    this.clock = undefined;
  }
}
