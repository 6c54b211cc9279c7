import { set, shape } from './element.js';
import { SPAN, type Bar, type Kind } from './lanes.js';

/** The kinds of bars, drawn one over another, and their heights in a lane of 20. */
const HEIGHTS = { wait: 2, stage: 16, failed: 16, turn: 8 };

/** A picture of the last seconds. Other parts of the panel say the same in words. */
export function lane(): SVGElement {
  const paths = Object.keys(HEIGHTS).map((kind) => shape('path', { class: kind }));
  return shape(
    'svg',
    { viewBox: `0 0 ${SPAN} 20`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    ...paths,
  );
}

/** Draws bars, one unit wide per millisecond. */
export function drawLane(picture: SVGElement, bars: readonly Bar[], now: number): void {
  const data: Partial<Record<Kind, string>> = {};
  for (const { kind, start, end } of bars) {
    const left = Math.max(0, start - now + SPAN);
    const width = Math.min(SPAN, end - now + SPAN) - left;
    const height = HEIGHTS[kind];
    if (width >= 0)
      data[kind] = `${data[kind] ?? ''}M${left} ${10 - height / 2}h${width}v${height}h${-width}z`;
  }
  for (const path of picture.children) set(path, 'd', data[path.getAttribute('class') as Kind] ?? '');
}
