import type { LoopEvent, LoopView } from 'rxjs-smartpoll';
import type { Explained, LoopRecord, PlainEvent } from './result.js';

const MOST_EVENTS = 5_000;
const MOST_EXPLAINED = 20_000;
/** Of a loop with more keys, only so many are explained. */
const MOST_KEYS = 40;

/** A monitor that keeps what a loop does as data, and asks `explain` about each key whenever something may have changed. */
export class Recorder {
  private readonly events: PlainEvent[] = [];
  private readonly explained: Explained[] = [];
  private readonly keys = new Map<unknown, string | undefined>();
  private view: LoopView<unknown> | undefined;
  private isCut = false;

  /** @param start - what times count from, in milliseconds since the epoch */
  constructor(private readonly start: number) {}

  next(event: LoopEvent): void {
    const { type } = event;
    if (type === 'run') {
      this.view = event.loop;
      this.keys.clear();
      for (const key of event.keys) this.keys.set(key, undefined);
    }
    if (type === 'add') this.keys.set(event.key, undefined);
    if (type === 'remove') this.forget(event.key);
    if (this.events.length < MOST_EVENTS) this.events.push(this.plain(event));
    else this.isCut = true;
  }

  /** To be called between two instants: what `explain` says holds until the next. */
  explain(now: number): void {
    if (this.view === undefined) return;
    for (const key of [...this.keys.keys()].slice(0, MOST_KEYS)) {
      let said: { reason: string; message: string };
      try {
        said = this.view.explain(key);
      } catch {
        this.forget(key);
        continue;
      }
      const message = this.readable(said.message);
      if (this.keys.get(key) === message || this.explained.length >= MOST_EXPLAINED) continue;
      this.keys.set(key, message);
      this.explained.push({ time: now - this.start, key: textOf(key), reason: said.reason, message });
    }
  }

  get record(): LoopRecord {
    return { events: this.events, explained: this.explained, isCut: this.isCut };
  }

  private forget(key: unknown): void {
    if (!this.keys.delete(key)) return;
    const time = this.events.at(-1)?.time ?? 0;
    this.explained.push({
      time,
      key: textOf(key),
      reason: 'removed',
      message: `${textOf(key)} is not one of the keys`,
    });
  }

  private plain(event: LoopEvent): PlainEvent {
    const { time, type, key, stage, hook, handler, limit, method, dueTime, until, error, keys } =
      event as LoopEvent & Record<string, any>;
    const since = (date: Date | undefined) => date && date.getTime() - this.start;
    return {
      time: time - this.start,
      type,
      key: 'key' in event ? textOf(key) : undefined, // The key `undefined` is a text, too.
      stage,
      hook,
      handler,
      limit,
      method,
      dueTime: since(dueTime),
      until: since(until),
      error: type === 'error' ? textOf(error) : undefined,
      keys: keys?.slice(0, MOST_KEYS).map(textOf),
    };
  }

  /** Seconds from the start, in place of dates; and a key is a text if its quotes say so. */
  private readable(message: string): string {
    return message
      .replace(/^("[^"]*") \(string\)/, '$1')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (date) => `${(Date.parse(date) - this.start) / 1000} s`);
  }
}

function textOf(value: any): string {
  try {
    return String(value?.message ?? (typeof value === 'object' ? JSON.stringify(value) : value)).slice(
      0,
      200,
    );
  } catch {
    return typeof value;
  }
}
