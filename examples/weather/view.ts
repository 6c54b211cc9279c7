import type { WriteStream } from 'node:tty';
import type { Board } from './board.js';
import { line, seconds } from './format.js';
import { paint } from './paint.js';
import type { Report } from './report.js';
import { createScreen } from './screen.js';
import { table, WIDTH } from './table.js';

/** So many of the things that happened last are shown. */
const LOG = 7;

/** How the example shows what happens. */
export interface View {
  say(text: string): void;
  report(report: Report): void;
  /** Shows the end of it, and `summary`. */
  close(summary: readonly string[]): void;
}

/** A line for everything that happens, for a file or another program. */
export function lineView(output: NodeJS.WritableStream, board: Board, start: number): View {
  const say = (text: string): void =>
    void output.write(`${seconds(Date.now() - start).padStart(7)}  ${text}\n`);
  return {
    say,
    report: (report) => say(line(report, Date.now())),
    close: (summary) =>
      void output.write(`\n${[...table(board, Date.now(), paint(false)), '', ...summary].join('\n')}\n`),
  };
}

/** A table that is drawn again in place, as wide as there is room for, and what happened lately. */
export function tableView(
  terminal: WriteStream,
  board: Board,
  start: number,
  heading: string,
  legend: string,
): View {
  const colours = paint(!process.env['NO_COLOR']);
  const screen = createScreen(terminal, () => draw());
  const log: string[] = [];
  const draw = (): void => {
    const now = Date.now();
    const time = board.rows.publish.reading?.time.replace('T', ' ') ?? '';
    const columns = Math.min(WIDTH, screen.columns);
    const title = ` ${heading} ${time}`.padEnd(columns - 9);
    screen.draw([
      `${colours.bold(title)}${seconds(now - start).padStart(9)}`,
      '',
      ...table(board, now, colours, columns),
      '',
      ...Array.from({ length: LOG }, (_, index) => log[index] ?? ''),
      '',
      ` ${colours.dim(legend)}`,
    ]);
  };
  draw();
  const redraw = setInterval(draw, 100);
  const say = (text: string, colour = (plain: string): string => plain): void => {
    log.push(colour(` ${seconds(Date.now() - start).padStart(7)}  ${text}`));
    if (log.length > LOG) log.shift();
  };
  return {
    say,
    report(report) {
      if (report.type === 'failure') say(line(report, Date.now()), colours.yellow);
      // The table tells of readings that are as before.
      else if (report.type === 'published' || report.changed) say(line(report, Date.now()));
    },
    close(summary) {
      clearInterval(redraw);
      draw();
      screen.close();
      terminal.write(`\n${summary.join('\n')}\n`);
    },
  };
}
