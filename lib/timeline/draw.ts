import type { Kind } from './lanes.js';
import { escape, refuse } from './text.js';

/** For each kind: its name, the greatest height of its bar, and the path data of its mark. */
export const KINDS: { [P in Kind]: [word: string, height: number, mark?: string] } = {
  pause: ['paused', 1e9],
  hold: ['held', 8],
  run: ['run', 1e9],
  stage: ['request', 12],
  cancel: ['cancelled', 12],
  error: ['failed', 12, 'm4-4l8 8m0-8l-8 8'],
  turn: ['handler', 10],
  ready: ['due', 1, 'm-4-3h8l-4 7z'],
  latched: ['due again', 1, 'm-5 0l5-5 5 5-5 5z'],
  dropped: ['dropped', 0, 'm-4-3h8l-4 7z'],
};

/** Whether a kind has a row of its own, below the ticks. */
export const isBar = (kind: Kind): boolean => KINDS[kind][1] > 9;

/** The path data of a box with its middle at `y`; without `edge` it is open to the right. */
export function box(left: number, right: number, y: number, height: number, edge = 'z'): string {
  return `M${right} ${y - height / 2}H${left}v${height}H${right}${edge}`;
}

export function path(kind: string, data: string, title = ''): string {
  return `<path class="${kind}" d="${data}">${title}</path>`;
}

export function text(kind: string, x: number, y: number, content: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${escape(content)}</text>`;
}

/** A shape with its middle at `y`, and at most this high. */
export function draw(
  kind: Kind,
  left: number,
  right: number,
  y: number,
  most: number,
  edge?: string,
  title?: string,
) {
  const [, height, mark = ''] = KINDS[kind];
  return path(
    kind,
    (height ? box(left, right, y, Math.min(height, most), edge) : '') + (mark && `M${left} ${y}${mark}`),
    title,
  );
}

const RULES = `.card{fill:$0}
text{font:12px system-ui,sans-serif;fill:$1}
.title{font-weight:600}
.key{text-anchor:end}
.hook{font-style:italic}
.axis{text-anchor:middle;fill:$2}
.note{font-size:9px}
.on{fill:$0}
path{color:$3;fill:currentColor;stroke:currentColor}
.lane{color:$2;opacity:.1}
.run{color:$2}
.grid{color:$2;opacity:.3}
.pause{color:$2;opacity:.2}
.hold{color:$2;opacity:.2}
.stage{fill-opacity:.2}
.cancel{color:$2;fill:none;stroke-dasharray:2}
.error{color:$5;fill-opacity:.2;stroke-width:2}
.ready{color:$1}
.turn{color:$6}
.latched{color:$4}
.dropped{color:$2;fill:none}`;

//             card    text    muted   blue    amber   red     green
const LIGHT = ['#fff', '#223', '#667', '#26d', '#b60', '#d23', '#276'];
const DARK = ['#111820', '#eef', '#99a', '#5af', '#ea4', '#f66', '#4c9'];

/** A style sheet for pictures of this theme only, because a style sheet applies to the whole page. */
export function style(theme: 'auto' | 'light' | 'dark'): string {
  if (!/^(auto|light|dark)$/.test(theme)) refuse('theme', theme, 'auto, light or dark');
  const rules = (colors: readonly string[]) =>
    RULES.replace(/^/gm, `.smartpoll-${theme} `).replace(/\$(\d)/g, (_, color) => colors[color]!);
  return (
    rules(theme === 'dark' ? DARK : LIGHT) +
    (theme === 'auto' ? `@media(prefers-color-scheme:dark){${rules(DARK)}}` : '')
  );
}
