import { refuse } from './text.js';

/** How `renderTimeline()` draws. */
export interface TimelineOptions<K = any> {
  /** The left edge, in milliseconds on the events' clock, and where the axis counts from; default: the first event. */
  from?: number;
  /** The right edge, in milliseconds on the events' clock, after `from`; default: the last event. */
  to?: number;
  /** The width of the picture in CSS pixels, at least 240; the height follows from the lanes. Default 860. */
  width?: number;
  /** What the picture is called, in it and by screen readers; default `Control loop`. */
  title?: string;
  /** `'auto'` (default) follows the reader's `prefers-color-scheme`. */
  theme?: 'auto' | 'light' | 'dark';
  /**
   * Keys whose lanes come first, in this order, also where nothing happens in them. Default: none; lanes
   * come in order of appearance, those of keys before those of hooks.
   */
  keys?: readonly K[];
  /** What to call a key; default: its text, or the JSON of an object. */
  label?(key: K): string;
}

const NUMBER = 'a finite number';
const ARRAY = 'an array';
const TYPES: { [P in keyof TimelineOptions]-?: string } & { [name: string]: string } = {
  from: NUMBER,
  to: NUMBER,
  width: NUMBER,
  title: 'a string',
  theme: 'a string',
  keys: ARRAY,
  label: 'a function',
};

/** Throws a `TypeError` that names the first option that is unknown or of a wrong type; `undefined` is as good as none. */
export function checkOptions(options: TimelineOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const type = Number.isFinite(value) ? NUMBER : Array.isArray(value) ? ARRAY : `a ${typeof value}`;
    const expected = TYPES[name] ?? `one of ${Object.keys(TYPES)}`;
    if (value !== undefined && type !== expected) refuse(name, value, expected);
  }
}
