import type { WriteStream } from 'node:tty';

/** A few lines at the bottom of a terminal, drawn again in place. */
export interface Screen {
  /** How many columns a line has; more are cut off. */
  readonly columns: number;
  draw(lines: readonly string[]): void;
  /** Leaves what was drawn last, and gives the cursor back. */
  close(): void;
}

/** @param redraw - called when the size of the terminal has changed */
export function createScreen(terminal: WriteStream, redraw: () => void): Screen {
  let height = 0;
  const home = (): string => (height > 1 ? `\x1b[${height - 1}F` : '\r');
  const resized = (): void => {
    // The terminal may have wrapped what is there: where that begins is known no longer, but where the terminal does.
    terminal.write('\x1b[H\x1b[2J');
    height = 0;
    redraw();
  };
  terminal.on('resize', resized);
  terminal.write('\x1b[?25l');
  return {
    get columns() {
      // In the last one a terminal would erase what it has just drawn.
      return (terminal.columns || 80) - 1;
    },
    draw(lines) {
      // A line that scrolls or wraps could not be drawn over, so there are never more than fit.
      const shown = lines.slice(0, terminal.rows || 24).map((line) => `${cut(line, this.columns)}\x1b[K`);
      terminal.write(`${height ? home() : ''}\x1b[?7l${shown.join('\n')}\x1b[J\x1b[?7h`);
      height = shown.length;
    },
    close() {
      terminal.off('resize', resized);
      terminal.write(`${height ? '\n' : ''}\x1b[?25h`);
      height = 0;
    },
  };
}

/** As much of a line as fits. What sets its colours takes no room, and is kept. */
function cut(line: string, columns: number): string {
  // eslint-disable-next-line no-control-regex
  const parts = line.split(/(\x1b\[\d+m)/);
  const isText = (_: string, index: number): boolean => index % 2 === 0;
  if (parts.filter(isText).join('').length <= columns) return line;
  let room = Math.max(0, columns - 1);
  return parts
    .map((part, index) => {
      if (!isText(part, index)) return part;
      const kept = part.slice(0, room);
      const ends = room > 0 && part.length >= room;
      room -= kept.length;
      return ends ? `${kept}…` : kept;
    })
    .join('');
}
