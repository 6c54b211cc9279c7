import type { LoopEvent } from '../config/loop-event.js';
import type { Kind } from './kind.js';

/** From `start` to `end` in milliseconds, `Infinity` while open; `row` tells overlapping stages apart. */
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
  /** The ticks that wait for a start, the oldest first. */
  ticks: Shape[];
}

/** An event, with the fields that only some have. */
interface AnyEvent {
  readonly time: number;
  readonly type: LoopEvent['type'];
  readonly key?: unknown;
  readonly hook?: string;
  readonly handler?: string;
  readonly stage?: number;
  readonly error?: unknown;
}

/** More overlapping stages than this share the last row. */
const MOST_ROWS = 6;

/**
 * What happened to each key and to each hook, in order of appearance, and to the loop as a whole. A recording
 * may begin and end anywhere: what began before it is left out, what is under way as it ends has no end.
 */
export function lanesOf(events: readonly LoopEvent[], first: readonly unknown[]) {
  const lane = (): Lane => ({ shapes: [], rows: [], ticks: [] });
  const keys = new Map(first.map((key) => [key, lane()]));
  const hooks = new Map<unknown, Lane>();
  const loop = lane();
  /** The stages of a run by their number, and what else the type of an event ends. */
  const open = new Map<unknown, Shape>();

  function laneOf(lanes: Map<unknown, Lane>, id: unknown): Lane {
    if (!lanes.has(id)) lanes.set(id, lane());
    return lanes.get(id)!;
  }

  for (const { time, type, key, hook, handler, stage, error } of events as readonly AnyEvent[]) {
    const id = key === undefined ? (hook ?? handler) : key;
    const lane = id === undefined ? loop : laneOf(id === key ? keys : hooks, id);
    const tick = lane.ticks.find((shape) => shape.kind === 'ready');
    const running = open.get(stage);

    const add = (kind: Kind, row = 0, note?: unknown): Shape => {
      const shape = { kind, start: time, end: Infinity, row, note };
      lane.shapes.push(shape);
      return shape;
    };
    const close = (shape?: Shape): void => {
      if (shape && shape.end > time) shape.end = time;
    };

    if (type === 'start') {
      for (const shape of lane.ticks) if (shape.kind === 'latched') close(shape);
      let row = 0;
      while (row < MOST_ROWS - 1 && lane.rows[row]?.end === Infinity) row++;
      open.set(stage, (lane.rows[row] = add('stage', row)));
    } else if (type === 'ready') lane.ticks.push(add(type));
    else if (type === 'turn-start') open.set('turn-end', add('turn', running?.row, handler));
    else if (type === 'pause') open.set('resume', add(type));
    else if (type === 'overflow') close(add('dropped'));
    else if (lane === loop && /run|drain|error|compl|unsub/.test(type)) {
      close(add('run', 0, error ?? type));
      if (type !== 'drain')
        for (const { shapes } of [loop, ...keys.values(), ...hooks.values()])
          for (const shape of shapes) {
            if (shape.kind === 'stage' && shape.end > time) shape.kind = 'cancel';
            close(shape);
          }
    } else if (type === 'error' && !running) close(add(type, 0, error));

    const changed = { latched: tick, dropped: tick, cancel: running, error: running }[type as string];
    if (changed) {
      changed.kind = type as Kind;
      changed.note = error;
    }
    close(
      { start: tick, dropped: tick, unscheduled: tick, stop: running, cancel: running }[type as string] ??
        open.get(type),
    );
    lane.ticks = lane.ticks.filter((shape) => shape.end > time);
  }
  return { keys, hooks, loop };
}
