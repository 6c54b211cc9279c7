import type { LoopEvent } from 'rxjs-smartpoll';
import type { Explained, LoopRecord, PlainEvent } from './result.js';

/** The properties of an event that a picture shows, and what each of them is. */
const PROPERTIES: readonly (readonly [keyof PlainEvent, (value: unknown) => unknown])[] = [
  ['time', Number],
  ['type', String],
  ['key', String],
  ['stage', Number],
  ['hook', String],
  ['handler', String],
  ['limit', String],
  ['error', String],
  ['until', (value) => new Date(Number(value))],
];

/**
 * Events as `renderTimeline()` takes them. Whatever the worker says may have been said by the code in it: numbers are made
 * numbers here, and texts texts. What an event does not say it does not have: one with a `key` is an event of that key.
 */
export function eventsOf({ events }: LoopRecord): LoopEvent[] {
  return events
    .filter(({ time }) => Number.isFinite(time))
    .map((event) => {
      const said = PROPERTIES.filter(([name]) => event[name] !== undefined);
      return Object.fromEntries(
        said.map(([name, made]) => [name, made(event[name])]),
      ) as unknown as LoopEvent;
    });
}

/** What an event says beside its time and type. */
export function detailsOf({
  key,
  stage,
  hook,
  handler,
  limit,
  method,
  error,
  dueTime,
  until,
  keys,
}: PlainEvent): string {
  return [
    key ?? hook ?? (limit === undefined ? undefined : `limit ${limit}`),
    handler,
    method,
    stage === undefined ? undefined : `#${stage}`,
    dueTime === undefined ? undefined : `due at ${seconds(dueTime)}`,
    until === undefined ? undefined : `until ${seconds(until)}`,
    keys?.join(', '),
    error,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

export const seconds = (milliseconds: number): string => `${+(Number(milliseconds) / 1000).toFixed(3)} s`;

/** What `explain` said last of each key at a time, in order of appearance. */
export function explainedAt({ explained }: LoopRecord, time: number): Explained[] {
  const last = new Map<string, Explained>();
  for (const said of explained) {
    if (said.time > time) break;
    last.set(said.key, said);
  }
  return [...last.values()].filter(({ reason }) => reason !== 'removed');
}

/** Where times are on a picture, in pixels of it. */
export interface Axis {
  /** Where its lines begin and end. */
  readonly top: number;
  readonly bottom: number;
  xOf(milliseconds: number): number;
  timeOf(x: number): number;
}

/** Reads the axis of a picture that begins at 0: its lines and what stands under them. */
export function axisOf(svg: Element): Axis | undefined {
  const lines = [...svg.querySelectorAll('path.grid')].map((line) => {
    const [, x, top, bottom] = /^M(-?[\d.]+) ([\d.]+)V([\d.]+)$/.exec(line.getAttribute('d') ?? '') ?? [];
    return { x: Number(x), top: Number(top), bottom: Number(bottom) };
  });
  const last = lines.length - 1;
  const text = svg.querySelectorAll('text.axis')[last]?.textContent;
  if (last < 1 || text == null) return undefined;
  const { x: left, top, bottom } = lines[0]!;
  const scale = millisecondsOf(text) / (lines[last]!.x - left);
  return {
    top,
    bottom,
    xOf: (milliseconds) => left + milliseconds / scale,
    timeOf: (x) => (x - left) * scale,
  };
}

const UNITS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** `1m 30s` as milliseconds. */
const millisecondsOf = (text: string): number =>
  [...text.matchAll(/([\d.]+)([dhms])/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * UNITS[unit!]!,
    0,
  );
