import type { SchedulerLike } from 'rxjs';
import type { LoopEvent, LoopView } from '../config/loop-event.js';
import type { Explanation } from '../config/task.js';
import { Overdue } from './overdue.js';

/** How many keys are explained at a time: each costs the more, the more keys are ready. */
const LOOKS = 10;
/** Reasons that have warnings of their own, or that are over soon. */
const TOLD = ['unscheduled', 'ready', 'running', 'leftovers'];

/** The keys that are due and do not start, and those that are held until somebody releases them. Tells each reason once. */
export class DueKeys<K> {
  /** How many ticks of a key are pending: those that came, without those that started or were given up (7.2). */
  private readonly pending = new Map<K, number>();
  private readonly scheduled = new Set<K>();
  private readonly held = new Set<K>();
  /** Late keys of which there is no more to tell for now. They may have another reason later. */
  private readonly skipped = new Set<K>();
  private readonly reasons = new Set<Explanation['reason']>();
  private readonly overdue: Overdue<K>;
  /** The run, until it drains or ends: then nothing starts any more. */
  loop: LoopView<K> | undefined = undefined;

  constructor(
    limit: number,
    scheduler: SchedulerLike,
    private readonly tell: (key: K, message: string) => void,
  ) {
    this.overdue = new Overdue(limit, scheduler, (keys) => this.look(keys));
  }

  next(event: LoopEvent<K>): void {
    if (this.loop === undefined) return;
    switch (event.type) {
      case 'schedule':
        return this.schedule(event.key, event.dueTime !== undefined);
      case 'ready':
        this.count(event.key, 1);
        return this.judge(event.key);
      case 'start':
      case 'latched':
      case 'dropped':
      case 'unscheduled':
        return this.tickOver(event.key);
      case 'hold':
        if (event.until === undefined) this.held.add(event.key);
        else this.held.delete(event.key);
        return this.judge(event.key);
      case 'release':
        this.held.delete(event.key);
        return this.judge(event.key);
      case 'remove':
        for (const known of [this.pending, this.scheduled, this.held]) known.delete(event.key);
        return this.judge(event.key);
      case 'resume':
        return void this.reasons.delete('paused');
      case 'pause':
      case 'turn-end':
      case 'stop':
      case 'settled':
        return this.lookAgain();
    }
  }

  private count(key: K, change: 1 | -1): void {
    const pending = (this.pending.get(key) ?? 0) + change;
    if (pending > 0) this.pending.set(key, pending);
    else this.pending.delete(key);
  }

  /** A tick has started, or will not; another one of the key, if any, is the next to start. */
  private tickOver(key: K): void {
    this.count(key, -1);
    this.overdue.delete(key);
    this.judge(key);
  }

  private schedule(key: K, isSet: boolean): void {
    // While it was held with nothing to start, it kept nobody waiting.
    if (!this.scheduled.has(key) && !this.pending.has(key)) this.overdue.delete(key);
    if (isSet) this.scheduled.add(key);
    else this.scheduled.delete(key);
    this.judge(key);
  }

  /** A key that is held without an end counts as due, too: only a release starts it (D-138). */
  private judge(key: K): void {
    if (this.pending.has(key) || this.held.has(key)) return this.overdue.add(key, key);
    this.overdue.delete(key);
    this.skipped.delete(key);
  }

  private look(keys: K[]): void {
    for (const key of keys.slice(LOOKS)) this.skipped.add(key);
    for (const key of keys.slice(0, LOOKS)) {
      this.skipped.add(key);
      try {
        const { reason, message } = this.loop!.explain(key);
        if (TOLD.includes(reason) || this.reasons.has(reason)) continue;
        this.reasons.add(reason);
        this.tell(key, message);
      } catch {
        // The key is gone.
      }
    }
  }

  private lookAgain(): void {
    const keys = [...this.skipped];
    this.skipped.clear();
    for (const key of keys) this.judge(key);
  }

  clear(): void {
    for (const known of [this.pending, this.scheduled, this.held, this.skipped, this.reasons, this.overdue])
      known.clear();
    this.loop = undefined;
  }
}
