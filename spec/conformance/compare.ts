import type { TraceEvent } from './recording.js';

/** Where two traces part; a side is missing where its trace is over. */
export interface Difference {
  /** Of the event, counted from 0 in the normalised traces. */
  readonly index: number;
  readonly recorded?: TraceEvent;
  readonly replayed?: TraceEvent;
}

/** The first event in which the normalised traces differ, or `undefined` where they agree. */
export function firstDifference(
  recordedTrace: readonly TraceEvent[],
  replayedTrace: readonly TraceEvent[],
): Difference | undefined {
  const recorded = normalise(recordedTrace);
  const replayed = normalise(replayedTrace);
  for (let index = 0; index < Math.max(recorded.length, replayed.length); index++) {
    const sides = {
      ...(recorded[index] && { recorded: recorded[index] }),
      ...(replayed[index] && { replayed: replayed[index] }),
    };
    if (text(sides.recorded) !== text(sides.replayed)) {
      return { index, ...sides };
    }
  }
  return undefined;
}

/**
 * Takes out what the original leaves open: within a tick, neighbouring starts come in any order, and
 * cancelled first stages notice at any moment. The words of a refusal are its own too.
 */
export function normalise(trace: readonly TraceEvent[]): TraceEvent[] {
  const ticks: TraceEvent[][] = [];
  for (const event of trace) {
    const tick = ticks.at(-1);
    if (tick?.[0]?.t === event.t) {
      tick.push(event);
    } else {
      ticks.push([event]);
    }
  }
  return ticks
    .flatMap((tick) => [
      ...sortNeighbouringStarts(tick.filter(({ ev }) => ev !== 'aborted')),
      ...tick.filter(({ ev }) => ev === 'aborted').sort(byKey),
    ])
    .map(withoutAbsent);
}

function sortNeighbouringStarts(events: TraceEvent[]): TraceEvent[] {
  const sorted: TraceEvent[] = [];
  let starts: TraceEvent[] = [];
  for (const event of events) {
    if (event.ev === 'start') {
      starts.push(event);
    } else {
      sorted.push(...starts.sort(byKey), event);
      starts = [];
    }
  }
  return [...sorted, ...starts.sort(byKey)];
}

function byKey(a: TraceEvent, b: TraceEvent): number {
  const [left, right] = [String(a.key), String(b.key)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** An absent field is false or none. */
function withoutAbsent(event: TraceEvent): TraceEvent {
  const fields = Object.entries(event)
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value]) => [name, name === 'panic' ? true : value]);
  return Object.fromEntries(fields) as TraceEvent;
}

/** One text for equal events, in whatever order their fields were written. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
