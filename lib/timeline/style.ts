import { refuse } from './refuse.js';

const RULES = `.card{fill:$0}
text{font:12px system-ui,sans-serif;fill:$1}
.title{font-weight:600}
.key{text-anchor:end}
.hook{font-style:italic}
.axis{text-anchor:middle;fill:$2}
path{color:$3;fill:currentColor;stroke:currentColor}
.lane{color:$2;opacity:.1}
.run{color:$2}
.grid{color:$2;opacity:.3}
.pause{color:$2;opacity:.2}
.stage{fill-opacity:.2}
.cancel{color:$2;fill:none;stroke-dasharray:2}
.error{color:$5;fill-opacity:.2;stroke-width:2}
.turn{stroke-width:3;fill-opacity:.8}
.latched{color:$4}
.dropped{color:$2;fill:none}`;

//             card    text    muted   blue    amber   red
const LIGHT = ['#fff', '#223', '#667', '#26d', '#b60', '#d23'];
const DARK = ['#111820', '#eef', '#99a', '#5af', '#ea4', '#f66'];

/** A style sheet for pictures of this theme only, since one in a page holds for the whole page. */
export function style(theme: 'auto' | 'light' | 'dark'): string {
  if (!/^(auto|light|dark)$/.test(theme)) refuse('theme', theme, 'auto, light or dark');
  const rules = (colors: readonly string[]) =>
    RULES.replace(/^/gm, `.smartpoll-${theme} `).replace(/\$(\d)/g, (_, color) => colors[color]!);
  return (
    rules(theme === 'dark' ? DARK : LIGHT) +
    (theme === 'auto' ? `@media(prefers-color-scheme:dark){${rules(DARK)}}` : '')
  );
}
