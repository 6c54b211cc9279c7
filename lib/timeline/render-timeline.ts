import type { LoopEvent } from '../index.js';
import { box, draw, isBar, KINDS, path, style, text } from './draw.js';
import { lanesOf, type Kind, type Shape } from './lanes.js';
import { duration, escape, refuse, stepOf, textOf } from './text.js';
import { checkOptions, type TimelineOptions } from './timeline-options.js';

const TOP = 44;
const ROW = 15;
/** More lanes are left out. */
const MOST_LANES = 50;

/**
 * Draws what a loop did, as an SVG with a lane for each key, each hook, and each limit that was held.
 *
 * - Outlined bars are requests, that is, first stages, up to the end of their last turn: dashed if cancelled, red if failed.
 * - Filled green bars are handlers at work.
 * - A triangle shows where a key came due, with a line to its start if it had to wait; a diamond, where it came due while it
 *   was running; a hollow triangle, where that was dropped.
 * - Grey bands are pauses, and thin ones are holds. A line across all lanes shows where a run starts, drains or ends.
 *
 * There is a legend, and the marks are labelled if there is room.
 *
 * It is a pure function, with or without a DOM. All text is escaped, so you can set the result as `innerHTML`. The size of
 * the picture is bounded: there are at most 50 lanes, and of marks too close together to tell apart, one is drawn.
 *
 * @param events - what a `monitor` observed, or the last part of it; anything that began before is not drawn
 * @throws TypeError for events that cannot be iterated, and for an option that is unknown or of the wrong type
 * @see [Seeing what a loop does](../../docs/guides/monitor-and-explain.md); {@link recordTimeline}
 *
 * @example
 * ```ts
 * const monitor = recordTimeline(1_000);
 * smartPoll({ tasks, monitor }).subscribe();
 * // later
 * element.innerHTML = renderTimeline(monitor.events, { title: 'Prices' });
 * ```
 */
export function renderTimeline<K = any>(
  events: Iterable<LoopEvent<K>>,
  options: TimelineOptions<K> = {},
): string {
  if (!events?.[Symbol.iterator]) refuse('events', events, 'iterable, such as recorder.events');
  checkOptions(options);
  const recording = [...events];
  const times = recording.map((event) => event.time).sort((a, b) => a - b);
  const { from = times[0] ?? 0, keys = [], label = textOf, theme = 'auto', title = 'Control loop' } = options;
  const to = Math.max(from + 1, options.to ?? times.at(-1) ?? 0);
  const width = Math.max(240, options.width ?? 860);

  const [ofKeys, hooks, loop] = lanesOf(recording, keys);
  const lanes = [...ofKeys, ...hooks].slice(0, MOST_LANES);
  const names = lanes.map(([id], i) => textOf(i < ofKeys.size ? label(id as K) : id));
  const gutter = Math.min(width >> 1, 28 + 7 * Math.max(3, ...names.map((name) => name.length)));
  const span = width - gutter - 28;
  const x = (time: number) => gutter + 6 + Math.round(((time - from) / (to - from)) * span);

  const count = new Map<Kind, number>();
  /** A kind of mark is labelled once; errors always. */
  const said = new Set<Kind>();
  /** Where the last label above the lanes ends. */
  let above = gutter;
  /** The label of a mark, if there is room: above the lanes if it concerns all of them, in its bar, or after one that failed. */
  function wordOf(shapes: readonly Shape[], i: number, left: number, right: number, y: number): string {
    const { kind, start, end, row, note } = shapes[i]!;
    const isError = kind === 'error';
    const word = isError || kind === 'run' ? textOf(note) : KINDS[kind][0];
    const size = word.length * 5.5 + 8;
    if (!isBar(kind) || word === 'run' || said.has(kind)) return '';
    if (shapes === loop.shapes) {
      const at = Math.min(left, width - size);
      if (at < above) return '';
      above = at + size;
      return text('note', at, TOP - 4, word);
    }
    // The turn of an error handler is drawn inside the bar, at its end.
    const isNext = (it: Shape) => (isError ? it.kind !== 'turn' && it.start >= end : it.start >= start);
    const next = shapes.slice(i + 1, i + 20).find((it) => it.row === row && isBar(it.kind) && isNext(it));
    const begin = isError ? Math.max(right, left + 12) : left;
    if (begin + size > Math.min(x(next?.start ?? to), isError ? width : right)) return '';
    if (!isError) said.add(kind);
    return text(kind === 'turn' ? 'note on' : 'note', begin + 4, y + 3, word);
  }
  function drawAll(shapes: readonly Shape[], name: string, top: number, height: number): string {
    const drawn: Record<string, number> = {};
    return shapes
      .map(({ kind, start, end, row, note = '' }, i) => {
        if (end < from || start > to) return '';
        count.set(kind, (count.get(kind) ?? 0) + 1);
        const first = Math.max(from, start);
        const last = Math.min(to, end);
        const left = x(first);
        const right = x(last);
        // Nobody could tell it from the previous one.
        if (Math.abs(left + right - drawn[kind + row]!) < 6) return '';
        drawn[kind + row] = left + right;
        const when = `${duration(first - from)} to ${duration(last - from)}`;
        const title = `<title>${escape(`${name}: ${KINDS[kind][0]} ${when} ${textOf(note)}`)}</title>`;
        const y = top + (isBar(kind) ? 18 : 6) + row * ROW;
        const edge = end < Infinity ? 'z' : '';
        return draw(kind, left, right, y, height, edge, title) + wordOf(shapes, i, left, right, y);
      })
      .join('');
  }

  let y = TOP;
  let back = '';
  let front = '';
  names.forEach((name, i) => {
    const { shapes, rows } = lanes[i]![1];
    const height = 16 + Math.max(1, rows.length) * ROW;
    const middle = y + height / 2;
    if (i % 2) back += path('lane', box(8, width - 8, middle, height));
    back += text(i < ofKeys.size ? 'key' : 'key hook', gutter - 10, middle + 6, name);
    front += drawAll(shapes, name, y, height);
    y += height;
  });

  const step = stepOf(((to - from) / span) * 76);
  for (let i = 0; i * step <= to - from; i++) {
    const at = x(from + i * step);
    back += path('grid', `M${at} ${TOP}V${y + 4}`) + text('axis', at, y + 18, duration(i * step));
  }
  back += drawAll(loop.shapes, title, (y + TOP) / 2 - 18, y - TOP) + front;

  y += 46;
  let left = 16;
  let desc = `${names}: `;
  count.delete('run');
  for (const [kind, number] of count) {
    const [word] = KINDS[kind];
    desc += `${number} ${word}, `;
    const size = 36 + word.length * 7;
    if (left + size > width) {
      left = 16;
      y += 20;
    }
    back += draw(kind, left, left + 16, y - 4, 12) + text('', left + 22, y, word);
    left += size;
  }

  y += 16;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="smartpoll-${theme}" role="img" aria-label="${escape(title)}" ` +
    `width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">` +
    `<title>${escape(title)}</title><desc>${escape(desc)}</desc><style>${style(theme)}</style>` +
    `<rect class="card" width="100%" height="100%" rx="8"/>${text('title', 16, 26, title)}${back}</svg>`
  );
}
