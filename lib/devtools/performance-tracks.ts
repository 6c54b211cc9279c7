import type { LoopEvent } from '../index.js';
import { endsRun } from './ends-run.js';

/** The names that `performanceTracks()` uses. */
export interface PerformanceTracksOptions<K = any> {
  /**
   * The name of the group of all tracks of this loop.
   *
   * @defaultValue `'smartPoll'`
   */
  group?: string;
  /**
   * Returns the name of a key's track.
   *
   * @defaultValue `String`
   */
  label?(key: K): string;
}

/** A bar that is still growing. */
interface Bar {
  readonly track: string;
  readonly start: number;
  end: number | undefined;
  /** How the first stage went; also its name in the track. */
  outcome: 'first stage' | 'failed' | 'cancelled';
}

/** What Chromium's `console.timeStamp` takes: a label, start and end in milliseconds, and where to draw it. */
type TimeStamp = (
  label: string,
  start: number,
  end: number,
  track: string,
  group: string,
  color: string,
) => void;

const COLORS = { 'first stage': 'primary', failed: 'error', cancelled: 'secondary-light' } as const;

/**
 * Makes a `monitor` that draws the loop into the Performance panel of the browser's DevTools: a track for each key, with its
 * first stages, and one for the turns.
 *
 * Record in the panel to see them. Without a recording, in Node, and in browsers without such tracks, it does nothing.
 *
 * @param options - the names of the tracks
 * @returns an observer, to be passed as `monitor`
 * @see [Seeing what a loop does](../../docs/guides/monitor-and-explain.md)
 *
 * @example
 * ```ts
 * smartPoll({ tasks, monitor: performanceTracks() }).subscribe();
 * ```
 */
export function performanceTracks<K = any>({
  group = 'smartPoll',
  label = String,
}: PerformanceTracksOptions<K> = {}): { next(event: LoopEvent<K>): void } {
  const bars = new Map<number, Bar>();
  let turn: { readonly name: string; readonly start: number } | undefined;
  const draw = (name: string, start: number, end: number, track: string, color: string): void =>
    (console as { timeStamp?: TimeStamp }).timeStamp?.(name, start, end, track, group, color);
  const finish = (stage: number, { track, start, end, outcome }: Bar): void => {
    bars.delete(stage);
    draw(outcome, start, end ?? performance.now(), track, COLORS[outcome]);
  };
  const finishTurn = (): void => {
    if (turn) draw(turn.name, turn.start, performance.now(), 'turns', 'tertiary');
    turn = undefined;
  };
  return {
    next(event) {
      if (endsRun(event)) {
        finishTurn();
        for (const [stage, bar] of bars) {
          if (bar.end === undefined) bar.outcome = 'cancelled';
          finish(stage, bar);
        }
      }
      const bar = 'stage' in event ? bars.get(event.stage!) : undefined;
      switch (event.type) {
        case 'start':
          bars.set(event.stage, {
            track: label(event.key),
            start: performance.now(),
            end: undefined,
            outcome: 'first stage',
          });
          return;
        case 'cancel':
          if (bar) bar.outcome = 'cancelled';
          return;
        case 'error':
          if (bar) bar.outcome = 'failed';
          return;
        case 'stage-end':
          if (bar) bar.end = performance.now();
          return;
        case 'stop': // Not at the end of the stage: an error is only told after it.
          if (bar) finish(event.stage, bar);
          return;
        case 'turn-start': {
          const whose = event.hook ?? (event.stage === undefined ? '' : label(event.key));
          turn = { name: `${event.handler} ${whose}`, start: performance.now() };
          return;
        }
        case 'turn-end':
          finishTurn();
      }
    },
  };
}
