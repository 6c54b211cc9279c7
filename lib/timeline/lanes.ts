import type { LoopEvent } from '../index.js';

/** The kinds of shapes, in the words of `LoopEvent`, which are also their CSS classes. */
export type Kind =
  'pause' | 'hold' | 'run' | 'stage' | 'cancel' | 'error' | 'turn' | 'ready' | 'latched' | 'dropped';

/** A shape from `start` to `end`, in milliseconds; `Infinity` while open. `row` tells overlapping stages apart. */
export interface Shape {
  kind: Kind;
  readonly start: number;
  end: number;
  readonly row: number;
  note: unknown;
}

/** What happened to a key, to a hook, or to the loop as a whole. */
export interface Lane {
  readonly shapes: Shape[];
  /** The last stage in each row. */
  readonly rows: Shape[];
  /** Its ticks, the oldest first. The fate of those before `to` is known, and those before `from` are over. */
  readonly ticks: Shape[];
  from: number;
  to: number;
  /** The last hold of the key, or of all keys of a limit. */
  hold: Shape | undefined;
}

/** What an event belongs to; nothing for events of the whole loop. */
interface Source {
  readonly time: number;
  readonly key?: unknown;
  readonly hook?: string | undefined;
  readonly handler?: string;
  readonly limit?: string;
  readonly stage?: number | undefined;
}

/** More overlapping stages than this share the last row. */
const MOST_ROWS = 6;

/**
 * What happened to each key, to each hook and limit, in order of appearance, and to the loop as a whole. A recording may
 * begin and end anywhere: what began before it is left out, and what is in progress at its end stays open. Takes time in
 * proportion to the number of events.
 */
export function lanesOf(events: Iterable<LoopEvent>, first: readonly unknown[]) {
  const emptyLane = (): Lane => ({ shapes: [], rows: [], ticks: [], from: 0, to: 0, hold: undefined });
  const keys = new Map<unknown, Lane>();
  const hooks = new Map<unknown, Lane>();
  const loop = emptyLane();
  /** The stages of a run, by number. */
  const stages = new Map<number | undefined, Shape>();
  /** Shapes without an end so far. */
  const open = new Set<Shape | undefined>();
  /** The last turn, and the stage whose handler it is. */
  let turn: Shape | undefined;
  let handled: Shape | undefined;
  let pause: Shape | undefined;
  let now: number;

  const laneIn = (lanes: Map<unknown, Lane>, id: unknown): Lane => {
    if (!lanes.has(id)) lanes.set(id, emptyLane());
    return lanes.get(id)!;
  };
  const laneOf = (source: Source): Lane => {
    if ('key' in source) return laneIn(keys, source.key); // A key may be `undefined`.
    const hook = source.hook ?? source.handler ?? (source.limit && `limit ${source.limit}`);
    return hook === undefined ? loop : laneIn(hooks, hook);
  };
  const add = (lane: Lane, kind: Kind, note?: unknown, row = 0): Shape => {
    const shape = { kind, start: now, end: Infinity, row, note };
    lane.shapes.push(shape);
    open.add(shape);
    return shape;
  };
  const close = (shape: Shape | undefined): void => {
    if (open.delete(shape)) shape!.end = now;
  };
  const become = (shape: Shape | undefined, kind: Kind, note?: unknown): Shape | undefined => {
    if (shape) {
      shape.kind = kind;
      shape.note = note;
    }
    return shape;
  };
  /** Takes the oldest tick that is only ready, because its fate is known now. */
  const takeTick = (lane: Lane): Shape | undefined => {
    while (lane.to < lane.ticks.length) {
      const tick = lane.ticks[lane.to++];
      if (open.has(tick)) return tick; // Otherwise it ended with its run.
    }
    return undefined;
  };
  /** Ends a hold now. One with an end ends by itself otherwise, even after its run. */
  const endHold = ({ hold }: Lane): void => {
    if (hold && hold.end > now) hold.end = now;
    open.delete(hold);
  };
  const endRun = (note: unknown): void => {
    for (const shape of open) close(shape?.kind === 'stage' ? become(shape, 'cancel') : shape);
    close(add(loop, 'run', note));
  };

  for (const key of first) laneIn(keys, key);
  for (const event of events) {
    const source: Source = event;
    const lane = laneOf(source);
    const stage = stages.get(source.stage);
    now = event.time;
    switch (event.type) {
      case 'run':
      case 'complete':
      case 'unsubscribe':
        endRun(event.type);
        break;
      case 'drain':
        close(add(lane, 'run', event.type));
        break;
      case 'pause':
        pause = add(lane, event.type);
        break;
      case 'resume':
        close(pause);
        break;
      case 'hold':
      case 'hold-limit':
        endHold(lane);
        lane.hold = add(lane, 'hold');
        if (event.until) {
          open.delete(lane.hold);
          lane.hold.end = Math.max(now, event.until.getTime());
        }
        break;
      case 'release':
      case 'release-limit':
        endHold(lane);
        break;
      case 'ready':
        lane.ticks.push(add(lane, event.type));
        break;
      case 'start': {
        takeTick(lane);
        // Ends the tick that led to it, and those that were latched.
        while (lane.from < lane.to) close(lane.ticks[lane.from++]);
        let row = 0;
        while (row < MOST_ROWS - 1 && open.has(lane.rows[row])) row++;
        stages.set(event.stage, (lane.rows[row] = add(lane, 'stage', '', row)));
        break;
      }
      case 'latched':
        become(takeTick(lane), event.type);
        break;
      case 'dropped':
        close(become(takeTick(lane), event.type));
        break;
      case 'unscheduled':
        close(takeTick(lane));
        break;
      case 'overflow':
        close(add(lane, 'dropped'));
        break;
      case 'turn-start':
        turn = add(lane, 'turn', event.handler, stage?.row);
        handled = stage;
        break;
      case 'turn-end':
        close(turn);
        break;
      case 'error':
        if (lane === loop) {
          if (open.has(turn)) {
            close(become(turn, event.type, turn!.note)); // The handler failed, not the request.
            close(handled);
          }
          endRun(event.error ?? event.type);
        } else if (stage) become(stage, event.type, event.error);
        else close(add(lane, event.type, event.error));
        break;
      case 'cancel':
        close(become(stage, event.type));
        break;
      case 'stop':
        close(stage);
        break;
    }
  }
  return [keys, hooks, loop] as const;
}
