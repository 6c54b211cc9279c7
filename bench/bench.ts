import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { goal, missed, spread, value } from './figure.js';
import { quick } from './measure.js';
import { isMet, type Row } from './row.js';

/** In the order of the table. Each is a process of its own and can be run by itself: `start.mjs rows/cycle`. */
const ROWS = [
  'rows/cycle',
  'rows/cycle-beside-idle',
  'rows/watched',
  'rows/telemetry',
  'rows/memory',
  'rows/configure',
  'rows/ticks',
  'rows/ticks-of-few',
  'rows/lateness',
  'rows/telemetry-lateness',
  'rows/hook',
  'rows/ends',
  'rows/limits',
  'rows/quotas',
  'rows/shared',
  'rows/fairness',
  'rows/backlog',
  'rows/size',
];

const run = (file: string): Promise<Row> =>
  new Promise((resolve) => {
    let row: Row = { name: file, title: '', figures: [], failure: 'it ended without a result' };
    const args = quick ? ['--quick'] : [];
    fork(new URL(`./${file}.js`, import.meta.url), args, { serialization: 'advanced' })
      .on('message', (result) => (row = result as Row))
      .on('exit', () => resolve(row));
  });

const started = Date.now();
const rows: Row[] = [];
for (const file of quick ? ROWS : [...ROWS, 'plot']) rows.push(await run(file));
const seconds = Math.round((Date.now() - started) / 1000);

const failed = rows.filter((row) => !isMet(row));
if (!quick) writeFileSync(new URL('../RESULTS.md', import.meta.url), results());
console.log(`\n${rows.length - failed.length} of ${rows.length} rows are met, in ${seconds} s`);
for (const { name, failure, figures } of failed) {
  if (failure) console.log(`FAIL  ${name}: ${failure}`);
  for (const figure of figures.filter(({ met }) => met === false)) {
    console.log(
      `MISS  ${name}: ${figure.name}: ${value(figure)}, must be ${goal(figure)}: ${missed(figure)}`,
    );
  }
}
process.exit(failed.length ? 1 : 0);

function machine(): string {
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return (
    `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, ${memory} GiB, ${os.type()} ${os.arch()}, ` +
    `Node.js ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(1)} as it ended`
  );
}

function results(): string {
  const versions = ['rxjs', 'toad-scheduler', 'croner', '@tanstack/query-core', 'bottleneck', 'p-queue'].map(
    (name) => {
      const manifest = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
      return `${name} ${(JSON.parse(manifest) as { version: string }).version}`;
    },
  );
  const judged = ({ title, figures, failure }: Row): string[] => [
    ...(failure ? [cells(title, 'failed', failure, '', '**no**')] : []),
    ...figures
      .filter((figure) => figure.goal)
      .map((figure) =>
        cells(
          title,
          figure.name,
          `**${value(figure)}**`,
          goal(figure),
          figure.met ? 'yes' : `**no**, ${missed(figure)}`,
        ),
      ),
  ];
  const measured = ({ name, figures }: Row): string[] =>
    figures.map((figure) => cells(name, figure.name, value(figure), spread(figure)));
  return [
    '# What it costs',
    '',
    'Written by `npm run bench`; do not edit. Times are CPU time, of the user and of the system, unless a',
    'figure says otherwise; lateness is by the wall clock. Each figure is the median of samples taken in turns',
    'with what it is compared with, in one warm process. A ratio is the median of the ratios of one turn each.',
    'What is marked as recorded was measured once, with go-smartpoll v0.2.1, and not by this run.',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${seconds} s, on ${machine()}; ${versions.join(', ')}.`,
    '',
    cells('what', 'figure', 'measured', 'must reach', 'met'),
    cells('---', '---', '--:', '--:', '---'),
    ...rows.flatMap(judged),
    '',
    '![CPU time of an event against the number of keys](cost-by-keys.svg)',
    '',
    readFileSync(new URL('../notes.md', import.meta.url), 'utf8').trim(),
    '',
    '## Every figure',
    '',
    cells('row', 'figure', 'median', 'least – most, samples'),
    cells('---', '---', '--:', '--:'),
    ...rows.flatMap(measured),
    '',
  ].join('\n');
}

function cells(...texts: string[]): string {
  return `| ${texts.join(' | ')} |`;
}
