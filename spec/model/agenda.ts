import type { Program } from './program.js';

/** The rank of the library's timer: before what the scripts do in the same instant (rank 1), or after. */
export function timerRank({ timers }: Program): number {
  return timers === 'first' ? 0 : 2;
}

/** Something that is to happen. */
export interface Entry {
  readonly at: number;
  readonly rank: number;
  readonly act: () => void;
}

/**
 * Virtual time: what is to happen, ordered by instant, then rank, then as it was put down. The model and
 * the driver of the library use one each, so that ties fall the same way in both.
 */
export class Agenda {
  now = 0;
  private readonly entries: Entry[] = [];

  /** Puts `act` down, `delay` milliseconds from now. */
  add(delay: number, act: () => void, rank = 1): Entry {
    const entry = { at: this.now + delay, rank, act };
    const after = this.entries.findIndex(
      ({ at, rank }) => at > entry.at || (at === entry.at && rank > entry.rank),
    );
    this.entries.splice(after < 0 ? this.entries.length : after, 0, entry);
    return entry;
  }

  remove(entry: Entry): void {
    const index = this.entries.indexOf(entry);
    if (index >= 0) this.entries.splice(index, 1);
  }

  /** How much is to happen yet with this rank. */
  pending(rank: number): number {
    return this.entries.filter((entry) => entry.rank === rank).length;
  }

  /** Lets time pass until `end`, which is included. */
  run(end: number): void {
    for (let first = this.entries[0]; first && first.at <= end; first = this.entries[0]) {
      this.entries.shift();
      this.now = first.at;
      first.act();
    }
    this.now = end;
  }
}
