import type { LoopEvent } from '../index.js';
import { endsRun } from './ends-run.js';

/** How far back the lanes go, in milliseconds. */
export const SPAN = 30_000;
/** The most bars in a lane. */
const MOST = 200;

/** The kinds of bars, which are also their CSS classes. */
export type Kind = 'wait' | 'stage' | 'failed' | 'turn';

/** A bar from `start` to `end`, in milliseconds of the loop's clock; `Infinity` while open. `id` is the number of a stage. */
export interface Bar {
  kind: Kind;
  readonly id: number | undefined;
  readonly start: number;
  end: number;
}

/** The last seconds as bars: how long a key was due, its first stages, and turns. */
export class Lanes<K> {
  /** All turns, including those of hooks. */
  readonly turns: Bar[] = [];
  private readonly keys = new Map<K, Bar[]>();

  of(key: K): readonly Bar[] {
    return this.keys.get(key) ?? [];
  }

  next(event: LoopEvent<K>): void {
    const { time } = event;
    if (endsRun(event))
      for (const lane of [this.turns, ...this.keys.values()])
        for (const bar of lane) bar.end = Math.min(bar.end, time);
    switch (event.type) {
      case 'ready':
        return add(this.begin(event.key), 'wait', time);
      case 'latched':
      case 'dropped':
      case 'unscheduled':
      case 'start':
        end(this.of(event.key), 'wait', time);
        if (event.type === 'start') add(this.begin(event.key), 'stage', time, event.stage);
        return;
      case 'stage-end':
        return end(this.of(event.key), 'stage', time, event.stage);
      case 'error': {
        const stage = this.of(event.key!).find(({ id }) => id !== undefined && id === event.stage);
        if (stage !== undefined) stage.kind = 'failed';
        return;
      }
      case 'turn-start':
        add(this.turns, 'turn', time);
        if (event.stage !== undefined) add(this.begin(event.key), 'turn', time);
        return;
      case 'turn-end':
        end(this.turns, 'turn', time);
        return end(this.of(event.key!), 'turn', time);
      case 'remove':
        this.keys.delete(event.key);
    }
  }

  /** The lane of a key, created if necessary. */
  private begin(key: K): Bar[] {
    const lane = this.keys.get(key) ?? [];
    this.keys.set(key, lane);
    return lane;
  }
}

/** Adds a bar, and drops those that nobody can see any more. */
function add(lane: Bar[], kind: Kind, start: number, id?: number): void {
  while (lane.length === MOST || (lane[0]?.end ?? start) < start - SPAN) lane.shift();
  lane.push({ kind, id, start, end: Infinity });
}

function end(lane: readonly Bar[], kind: Kind, time: number, stage?: number): void {
  const bar = lane.find((it) => it.kind === kind && it.id === stage && it.end === Infinity);
  if (bar !== undefined) bar.end = time;
}
