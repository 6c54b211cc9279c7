import { boardKeys, type Board, type Row } from './board.js';
import type { ForecastKey } from './forecast.js';
import { seconds, weather } from './format.js';
import type { Paint } from './paint.js';

/** The board as a table of 78 columns, as of `now`. */
export function table({ rows }: Board, now: number, paint: Paint): string[] {
  const heading = cells('task', 'state', 'due in', 'every', 'last reading', 'asked', '429', 'fail');
  return [paint.dim(heading.join('')), ...boardKeys.map((key) => row(key, rows[key], now, paint))];
}

function row(key: ForecastKey, row: Row, now: number, paint: Paint): string {
  const [task, state, due, every, reading, asked, refused, failed] = cells(
    key,
    stateOf(row),
    row.due === undefined ? '–' : seconds(Math.max(0, row.due - now)),
    row.due === undefined ? '–' : seconds(row.due - row.decided),
    row.reading ? weather(row.reading) : '–',
    String(row.requests),
    key === 'publish' ? '' : String(row.refused),
    String(row.failures),
  );
  const stateColour = row.running ? paint.green : row.failure ? paint.yellow : paint.dim;
  return [
    paint.bold(task),
    stateColour(state),
    due,
    paint.dim(every),
    reading,
    asked,
    row.refused > 0 ? paint.red(refused) : refused,
    row.failures > 0 ? paint.yellow(failed) : failed,
  ].join('');
}

type Cells = [string, string, string, string, string, string, string, string];

function cells(...[task, state, due, every, reading, asked, refused, failed]: Cells): Cells {
  return [
    ` ${task.padEnd(8)}`,
    state.padEnd(12),
    due.padStart(7),
    every.padStart(7),
    `  ${reading.padEnd(26)}`,
    asked.padStart(6),
    refused.padStart(4),
    failed.padStart(5),
  ];
}

function stateOf({ running, failure, due }: Row): string {
  if (running) return 'asking';
  if (due === undefined) return 'idle';
  return failure ? 'backing off' : 'waiting';
}
