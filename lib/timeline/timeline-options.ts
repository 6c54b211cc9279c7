import { refuse } from './text.js';

/** How `renderTimeline()` draws. */
export interface TimelineOptions<K = any> {
  /**
   * The left edge, in milliseconds on the events' clock; the axis counts from there.
   *
   * @defaultValue the time of the first event
   */
  from?: number;
  /**
   * The right edge, in milliseconds on the events' clock, after `from`.
   *
   * @defaultValue the time of the last event
   */
  to?: number;
  /**
   * The width of the picture in CSS pixels, at least 240. The height follows from the lanes.
   *
   * @defaultValue 860
   */
  width?: number;
  /**
   * The title of the picture, also for screen readers.
   *
   * @defaultValue `'Control loop'`
   */
  title?: string;
  /**
   * The colours; `'auto'` follows the reader's `prefers-color-scheme`.
   *
   * @defaultValue `'auto'`
   */
  theme?: 'auto' | 'light' | 'dark';
  /**
   * Keys whose lanes come first, in this order, even if nothing happens in them.
   *
   * @defaultValue none: lanes come in order of appearance, those of keys before those of hooks
   */
  keys?: readonly K[];
  /**
   * Returns what to call a key.
   *
   * @defaultValue the key as text; for an object, its JSON
   */
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

/** Throws a `TypeError` naming the first option that is unknown or of the wrong type; `undefined` counts as not set. */
export function checkOptions(options: TimelineOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const type = Number.isFinite(value) ? NUMBER : Array.isArray(value) ? ARRAY : `a ${typeof value}`;
    const expected = TYPES[name] ?? `one of ${Object.keys(TYPES)}`;
    if (value !== undefined && type !== expected) refuse(name, value, expected);
  }
}
