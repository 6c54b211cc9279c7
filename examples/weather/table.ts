import { boardKeys, type Board, type Row } from './board.js';
import type { ForecastKey } from './forecast.js';
import { seconds, temperature, weather } from './format.js';
import type { Paint } from './paint.js';

/** The columns of the table, where there is room for all. */
export const WIDTH = 78;

/** The board as a table, as of `now`: of 78 columns, or of 59 where there are fewer. */
export function table({ rows }: Board, now: number, paint: Paint, columns = WIDTH): string[] {
  const wide = columns >= WIDTH;
  const last = wide ? 'last reading' : 'last';
  const heading = cells(wide, 'task', 'state', 'due in', 'every', last, 'asked', '429', 'fail');
  return [paint.dim(heading.join('')), ...boardKeys.map((key) => row(key, rows[key], now, paint, wide))];
}

function row(key: ForecastKey, row: Row, now: number, paint: Paint, wide: boolean): string {
  const [task, state, due, every, reading, asked, refused, failed] = cells(
    wide,
    key,
    stateOf(row),
    row.due === undefined ? '–' : seconds(Math.max(0, row.due - now)),
    row.due === undefined ? '–' : seconds(row.due - row.decided),
    row.reading ? (wide ? weather : temperature)(row.reading) : '–',
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

function cells(wide: boolean, ...[task, state, due, every, reading, asked, refused, failed]: Cells): Cells {
  return [
    ` ${task.padEnd(8)}`,
    state.padEnd(12),
    due.padStart(7),
    every.padStart(7),
    wide ? `  ${reading.padEnd(26)}` : ` ${reading.padEnd(8)}`,
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
