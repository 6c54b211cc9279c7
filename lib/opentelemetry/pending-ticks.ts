/** A turn, while it lasts and after. */
export interface Lasting {
  ended: number | undefined;
}

interface Scheduled<K> {
  readonly key: K;
  readonly dueTime?: Date | undefined;
  readonly time: number;
}

interface Tick {
  readonly due: number;
  /** Since when its own key no longer keeps it from starting. */
  since: number;
  /** The turn in which it became due: nothing starts before that has ended. */
  readonly turn: Lasting | undefined;
}

/** How late a start was, and how long it waited for a slot, room at a limit or the end of a pause, in milliseconds. */
export interface Delay {
  readonly lateness: number;
  readonly wait: number;
}

/** The ticks that are due but have not started, to tell how late each starts. */
export class PendingTicks<K> {
  /** By key, the oldest first: `concat` keeps several. */
  private readonly ticks = new Map<K, Tick[]>();
  /** When keys were scheduled to a due that was already past, which means "now". */
  private readonly asked = new Map<K, number>();
  size = 0;

  /** The key was scheduled; or it is not any more, if there is no `dueTime`. */
  schedule({ key, dueTime, time }: Scheduled<K>): void {
    if (dueTime !== undefined && dueTime.getTime() < time) this.asked.set(key, time);
    else this.asked.delete(key);
  }

  ready(key: K, dueTime: number, time: number, turn: Lasting | undefined): void {
    const due = Math.max(dueTime, this.asked.get(key) ?? dueTime);
    const tick = { due, since: time, turn };
    const ticks = this.ticks.get(key);
    if (ticks === undefined) this.ticks.set(key, [tick]);
    else ticks.push(tick);
    this.size++;
  }

  /** The last tick of the key does not start. */
  drop(key: K): void {
    this.take(key, 'pop');
  }

  /** The first tick of the key starts. */
  start(key: K, time: number): Delay | undefined {
    const tick = this.take(key, 'shift');
    if (tick === undefined) return undefined;
    const free = Math.max(tick.since, tick.turn?.ended ?? 0);
    return { lateness: Math.max(0, time - tick.due), wait: Math.max(0, time - free) };
  }

  /** A run of the key is over: ticks that `concat` has counted waited for that. */
  stop(key: K, time: number): void {
    for (const tick of this.ticks.get(key) ?? []) tick.since = time;
  }

  clear(): void {
    this.ticks.clear();
    this.asked.clear();
    this.size = 0;
  }

  private take(key: K, end: 'pop' | 'shift'): Tick | undefined {
    const ticks = this.ticks.get(key);
    const tick = ticks?.[end]();
    if (tick !== undefined) this.size--;
    if (ticks?.length === 0) this.ticks.delete(key);
    return tick;
  }
}
