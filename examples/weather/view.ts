import type { WriteStream } from 'node:tty';
import type { Board } from './board.js';
import { line, seconds } from './format.js';
import { paint } from './paint.js';
import type { Report } from './report.js';
import { createScreen } from './screen.js';
import { table } from './table.js';

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

/** A table that is drawn again in place, and what happened lately. */
export function tableView(
  terminal: WriteStream,
  board: Board,
  start: number,
  heading: string,
  legend: string,
): View {
  const colours = paint(!process.env['NO_COLOR']);
  const screen = createScreen(terminal);
  const log: string[] = [];
  const draw = (): void => {
    const now = Date.now();
    const time = board.rows.publish.reading?.time.replace('T', ' ') ?? '';
    screen.draw([
      ` ${colours.bold(heading)}  ${time}${seconds(now - start).padStart(14)}`,
      '',
      ...table(board, now, colours),
      '',
      ...log.map((text) => ` ${text}`),
      '',
      ` ${colours.dim(legend)}`,
    ]);
  };
  draw();
  const redraw = setInterval(draw, 100);
  const say = (text: string): void => {
    log.push(`${seconds(Date.now() - start).padStart(7)}  ${text}`);
    if (log.length > 8) log.shift();
  };
  return {
    say,
    report: (report) => say(line(report, Date.now())),
    close(summary) {
      clearInterval(redraw);
      draw();
      screen.close();
      terminal.write(`\n${summary.join('\n')}\n`);
    },
  };
}
