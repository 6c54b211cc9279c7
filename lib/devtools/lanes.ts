import type { LoopEvent } from '../index.js';
import { endsRun } from './ends-run.js';

/** How much of the past is drawn, in milliseconds. */
export const SPAN = 30_000;
/** The most bars that a lane keeps. */
const MOST = 200;

/** What there is to draw; the name is also the CSS class. */
export type Kind = 'wait' | 'stage' | 'failed' | 'turn';

/** From `start` to `end` in milliseconds of the loop's clock, `Infinity` while open. */
export interface Bar {
  kind: Kind;
  readonly start: number;
  end: number;
}

/** What happened in the last seconds, as bars: how long a key was due, its first stages, and turns. */
export class Lanes<K> {
  /** All turns, those of hooks too. */
  readonly turns: Bar[] = [];
  private readonly keys = new Map<K, Bar[]>();
  // What has no end yet.
  private readonly waits = new Map<K, Bar>();
  private readonly stages = new Map<number | undefined, Bar>();
  private turn: Bar | undefined = undefined;

  of(key: K): readonly Bar[] {
    return this.keys.get(key) ?? [];
  }

  next(event: LoopEvent<K>): void {
    const { time } = event;
    if (endsRun(event)) this.endAll(time);
    switch (event.type) {
      case 'ready':
        this.waits.set(event.key, this.begin('wait', time, event.key));
        return;
      case 'latched':
      case 'dropped':
      case 'unscheduled':
        return end(this.waits, event.key, time);
      case 'start':
        end(this.waits, event.key, time);
        this.stages.set(event.stage, this.begin('stage', time, event.key));
        return;
      case 'error': {
        const stage = this.stages.get(event.stage);
        if (stage !== undefined) stage.kind = 'failed';
        return;
      }
      case 'stage-end':
        return end(this.stages, event.stage, time);
      case 'turn-start':
        this.turn = { kind: 'turn', start: time, end: Infinity };
        add(this.turns, this.turn);
        if (event.stage !== undefined) add(this.laneOf(event.key), this.turn);
        return;
      case 'turn-end':
        if (this.turn !== undefined) this.turn.end = time;
        return;
      case 'remove':
        this.keys.delete(event.key);
    }
  }

  private begin(kind: Kind, start: number, key: K): Bar {
    const bar = { kind, start, end: Infinity };
    add(this.laneOf(key), bar);
    return bar;
  }

  private laneOf(key: K): Bar[] {
    let lane = this.keys.get(key);
    if (lane === undefined) this.keys.set(key, (lane = []));
    return lane;
  }

  private endAll(time: number): void {
    for (const bar of [...this.waits.values(), ...this.stages.values(), this.turn])
      if (bar) bar.end = Math.min(bar.end, time);
    this.waits.clear();
    this.stages.clear();
  }
}

function end<I>(open: Map<I, Bar>, id: I, time: number): void {
  const bar = open.get(id);
  if (bar !== undefined) bar.end = time;
  open.delete(id);
}

/** What nobody can see any more goes. */
function add(lane: Bar[], bar: Bar): void {
  const old = lane.findIndex((it) => it.end > bar.start - SPAN);
  lane.splice(0, Math.max(old, lane.length - MOST + 1));
  lane.push(bar);
}
