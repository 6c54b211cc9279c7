import { escape } from '../../../lib/timeline/text.js';
import { parseDiagram, type Diagram } from './diagram.js';
import type { MarbleTest } from './extract.js';

const WIDEST = 860;
const FRAME = 26;
const ROW = 36;
const SUBSCRIPTION_ROW = 22;

const RULES = `.card{fill:$0}
text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:$1}
.name{text-anchor:end}
.subs{fill:$2;font-size:11px}
.mark,.label{text-anchor:middle}
.line{fill:none;stroke:$2;stroke-width:1.5}
.cut{fill:none;stroke:$2;stroke-dasharray:2}
.span{stroke:$2;stroke-width:6;stroke-opacity:.4}
.end{fill:none;stroke:$1;stroke-width:2.5}
.error{fill:none;stroke:$6;stroke-width:2.5}
.box{fill:$3;fill-opacity:.12;stroke:$3}
.m0{fill:$3;fill-opacity:.25;stroke:$3}
.m1{fill:$4;fill-opacity:.25;stroke:$4}
.m2{fill:$5;fill-opacity:.25;stroke:$5}
.m3{fill:$7;fill-opacity:.25;stroke:$7}`;

//             card       text    muted   blue    amber   green   red     purple
const LIGHT = ['#fff', '#223', '#667', '#26d', '#b60', '#283', '#d23', '#84c'];
const DARK = ['#111820', '#eef', '#99a', '#5af', '#ea4', '#6c8', '#f66', '#b9f'];

const colored = (colors: readonly string[]) =>
  RULES.replace(/\$(\d)/g, (_, color: string) => colors[Number(color)]!);
const STYLE = `${colored(LIGHT)}@media(prefers-color-scheme:dark){${colored(DARK)}}`;

/** From `^` to `!` in a subscription diagram, or to its end. */
function spanOf({ length, instants }: Diagram): [from: number, to: number] {
  const at = (mark: string) => instants.find(({ marbles }) => marbles.includes(mark))?.frame;
  return [at('^') ?? 0, at('!') ?? length];
}

const isOutput = (row: string) => row.startsWith('expected');

/** Outputs last, and the subscriptions to a stream below it, in one row. */
function inOrder(rows: MarbleTest['rows']): MarbleTest['rows'] {
  const subscriptions = new Map<string, string[]>();
  for (const [row, diagrams] of rows) {
    const stream = /^(.+)Subs\d*$/.exec(row)?.[1];
    if (stream) subscriptions.set(stream, [...(subscriptions.get(stream) ?? []), ...diagrams]);
  }
  const streams = rows.filter(([row]) => !/Subs\d*$/.test(row));
  return [...streams.filter(([row]) => !isOutput(row)), ...streams.filter(([row]) => isOutput(row))].flatMap(
    ([row, diagrams]) => {
      const ofRow = subscriptions.get(row);
      return ofRow ? [[row, diagrams] as const, [`${row}Subs`, ofRow] as const] : [[row, diagrams] as const];
    },
  );
}

/** A marble diagram as an SVG: what goes in, a box with the label, what comes out. */
export function drawMarbles({ name, label, title, rows }: MarbleTest): string {
  const parsed = inOrder(rows).map(([row, texts]) => [row, texts.map(parseDiagram)] as const);
  const frames = Math.max(...parsed.flatMap(([, diagrams]) => diagrams.map(({ length }) => length)));
  const gutter = 24 + 8 * Math.max(...rows.map(([row]) => row.length));
  const frame = Math.min(FRAME, Math.floor((WIDEST - gutter - 40) / frames));
  if (frame < 10) throw new Error(`the diagrams of ${name} are too long to draw`);
  const width = Math.max(gutter + frame * frames + 40, 60 + 8 * label.length);
  const x = (at: number) => gutter + 14 + at * frame;

  const hues = new Map<string, number>();
  const hue = (marble: string) => {
    if (!hues.has(marble)) hues.set(marble, hues.size % 4);
    return hues.get(marble)!;
  };
  const unsub = parsed.find(([row]) => row === 'unsub')?.[1][0]?.instants[0]?.frame;

  const stream = ({ length, instants }: Diagram, y: number, cut: number | undefined): string => {
    const end = instants.find(({ marbles }) => /[|#]/.test(marbles));
    const last = end?.frame ?? cut ?? length;
    let out = `<path class="line" d="M${x(0) - 10} ${y}H${x(last) + (end || cut ? 0 : 10)}${end || cut ? '' : 'l-6-4m6 4l-6 4'}"/>`;
    if (!end && cut !== undefined) out += `<path class="cut" d="M${x(cut)} ${y - 14}v28"/>`;
    for (const { frame: at, marbles } of instants) {
      // What happens at once is drawn side by side, from that frame on: a group is followed by empty frames.
      Array.from(marbles).forEach((marble, i) => {
        const ends = marble === '|' || marble === '#';
        const middle = x(at) + 20 * i - (ends && i > 0 ? 5 : 0);
        const circle = `cx="${middle}" cy="${y}" r="10"/>`;
        if (marble === '|') out += `<path class="end" d="M${middle} ${y - 10}v20"/>`;
        else if (ends) out += `<path class="error" d="M${middle - 6} ${y - 6}l12 12m0-12l-12 12"/>`;
        else
          out +=
            `<circle class="card" ${circle}<circle class="m${hue(marble)}" ${circle}` +
            `<text class="mark" x="${middle}" y="${y + 4.5}">${escape(marble)}</text>`;
      });
    }
    return out;
  };

  let y = 10;
  let body = '';
  let boxed = false;
  for (const [row, diagrams] of parsed) {
    if (row === 'unsub') continue;
    if (isOutput(row) && !boxed) {
      boxed = true;
      body +=
        `<rect class="box" x="8" y="${y + 6}" width="${width - 16}" height="30" rx="6"/>` +
        `<text class="label" x="${width / 2}" y="${y + 26}">${escape(label)}</text>`;
      y += 44;
    }
    if (row.endsWith('Subs')) {
      const middle = y + SUBSCRIPTION_ROW / 2;
      body += `<text class="name subs" x="${gutter - 8}" y="${middle + 4}">${row}</text>`;
      for (const [from, to] of diagrams.map(spanOf))
        body += `<path class="span" d="M${x(from)} ${middle}H${Math.max(x(to) - 3, x(from) + 3)}"/>`;
      y += SUBSCRIPTION_ROW;
      continue;
    }
    for (const diagram of diagrams) {
      const middle = y + ROW / 2;
      body += `<text class="name" x="${gutter - 8}" y="${middle + 4.5}">${row}</text>`;
      body += stream(diagram, middle, isOutput(row) ? unsub : undefined);
      y += ROW;
    }
  }
  const height = y + 10;
  const text = rows.map(([row, texts]) => `${row}: ${texts.join(', ')}`).join('; ');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escape(title)}" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<title>${escape(title)}</title><desc>${escape(text)}</desc><style>${STYLE}</style>` +
    `<rect class="card" width="100%" height="100%" rx="8"/>${body}</svg>\n`
  );
}
