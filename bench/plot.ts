import { writeFileSync } from 'node:fs';
import { runBeside } from './beside.js';
import { median } from './figure.js';
import { load } from './load.js';
import { cost, quick } from './measure.js';
import { pollers, type Poller } from './pollers.js';
import { goSmartpoll } from './recorded.js';
import { row } from './row.js';

type Point = readonly [keys: number, microseconds: number];

/** Ticks a second, whatever the number of keys. */
const RATE = 50_000;
/** The milliseconds in which a poller becomes warm, and for which each of its points is watched. */
const WARM_UP = quick ? 500 : 3_000;
const WATCHED = quick ? 500 : 1_000;
const CYCLES = 50_000;

const series: { name: string; colour: string; dash?: string; points: Point[] }[] = [];

await row('cost-by-keys', 'CPU time of an event against the number of keys', async (notes) => {
  const period = (keys: number): number => (keys * 1000) / RATE;
  const ticks = async (name: string, colour: string, poller: Poller, most: number) => {
    await load(poller, 100, period(100), WARM_UP);
    await load(poller, 10_000, period(10_000), WARM_UP / 3);
    const points: Point[] = [];
    for (let keys = 100; keys <= most; keys *= 10) {
      const { cpu } = await load(poller, keys, period(keys), WATCHED);
      notes.figure(`${name}, ${keys.toLocaleString('en')} keys`, 'µs', [cpu]);
      points.push([keys, cpu]);
    }
    series.push({ name, colour, points });
  };
  await ticks('a hand-written loop, a tick', '#b45309', pollers.handWritten, 100_000);
  await ticks('timer + exhaustMap merged, a tick', '#15803d', pollers.serialized, 100_000);
  await ticks('timer + exhaustMap, a tick', '#7c3aed', pollers.timerExhaustMap, 100_000);
  await ticks('rxjs-smartpoll, a tick', '#0369a1', pollers.ours, quick ? 100_000 : 1_000_000);

  const cycles: Point[] = [];
  for (let idle = 1; idle <= 1_000_000; idle *= 10) {
    const run = runBeside(idle);
    const sample = () =>
      cost(CYCLES, async () => notes.check((await run.cycles(CYCLES)) === CYCLES, 'cycles are missing'));
    for (const end = performance.now() + WARM_UP / 3; performance.now() < end;) await sample();
    const found: number[] = [];
    for (let round = 0; round < 9; round++) found.push((await sample()).cpu);
    run.stop();
    notes.figure(`rxjs-smartpoll, a cycle, ${idle.toLocaleString('en')} keys`, 'µs', found);
    cycles.push([idle, median(found)]);
  }
  series.push({ name: 'rxjs-smartpoll, a cycle', colour: '#0369a1', dash: '6 4', points: cycles });
  series.push({
    name: 'go-smartpoll, a cycle (recorded)',
    colour: '#be123c',
    dash: '6 4',
    points: [...goSmartpoll.byKeys],
  });
  if (!quick) writeFileSync(new URL('../cost-by-keys.svg', import.meta.url), plot());
});

/** Both axes are logarithmic: keys from 1 to 10⁶, microseconds from 0.1 to 10⁵. */
function plot(): string {
  const [left, top, width, height] = [64, 56, 560, 340];
  const x = (keys: number): number => Math.round(left + (Math.log10(keys) / 6) * width);
  const y = (us: number): number => Math.round(top + height - ((Math.log10(us) + 1) / 6) * height);
  const text = (at: [number, number], content: string, attributes = ''): string =>
    `<text x="${at[0]}" y="${at[1]}" ${attributes}>${content}</text>`;
  const grid = Array.from({ length: 7 }, (_, exponent) => [
    `<path d="M${x(10 ** exponent)} ${top}v${height}M${left} ${y(10 ** (exponent - 1))}h${width}" stroke="#e2e8f0"/>`,
    text(
      [x(10 ** exponent), top + height + 20],
      (10 ** exponent).toLocaleString('en'),
      'text-anchor="middle"',
    ),
    text(
      [left - 8, y(10 ** (exponent - 1)) + 4],
      ['0.1 µs', '1 µs', '10 µs', '0.1 ms', '1 ms', '10 ms', '0.1 s'][exponent]!,
      'text-anchor="end"',
    ),
  ]);
  const lines = series.map(({ name, colour, dash, points }) => [
    `<g fill="${colour}" stroke="${colour}"><title>${name}</title>`,
    `<path d="M${points.map(([keys, us]) => `${x(keys)} ${y(us)}`).join('L')}" fill="none" stroke-width="2"` +
      `${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
    ...points.map(([keys, us]) => `<circle cx="${x(keys)}" cy="${y(us)}" r="3"/>`),
    '</g>',
  ]);
  const legend = series.map(({ name, colour, dash }, at) => {
    const line = top + 18 + at * 18;
    return [
      `<path d="M${left + 12} ${line}h28" stroke="${colour}" stroke-width="2"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
      text([left + 48, line + 4], name),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 450" font-family="sans-serif" font-size="12" fill="#334155">`,
    '<rect width="660" height="450" fill="#fff"/>',
    text([left, 24], 'CPU time of an event against the number of keys', 'font-size="15" font-weight="bold"'),
    text(
      [left, 42],
      `ticks: ${RATE.toLocaleString('en')}/s over all keys; cycles: one key reschedules itself with 0, the others wait`,
    ),
    ...grid.flat(),
    ...lines.flat(),
    ...legend.flat(),
    text([left + width / 2, top + height + 42], 'keys', 'text-anchor="middle"'),
    '</svg>',
    '',
  ].join('\n');
}
