import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';
import type { Agenda, Entry } from '../agenda.js';

/** A scheduler in virtual time: what it is asked for goes on the agenda, with the given rank. */
export function schedulerOn(agenda: Agenda, rank: number): SchedulerLike {
  return {
    now: () => agenda.now,
    schedule: <T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T) =>
      new AgendaAction(agenda, rank, work).schedule(state, delay),
  };
}

class AgendaAction<T> extends Subscription implements SchedulerAction<T> {
  private entry: Entry | undefined;

  constructor(
    private readonly agenda: Agenda,
    private readonly rank: number,
    private readonly work: (this: SchedulerAction<T>, state?: T) => void,
  ) {
    super(() => this.clear());
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.clear();
    this.entry = this.agenda.add(Math.max(0, delay), () => this.execute(state), this.rank);
    return this;
  }

  private execute(state?: T): void {
    this.entry = undefined;
    this.work(state);
    if (!this.entry) this.unsubscribe();
  }

  private clear(): void {
    if (this.entry) this.agenda.remove(this.entry);
    this.entry = undefined;
  }
}
