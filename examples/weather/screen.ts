import type { WriteStream } from 'node:tty';

/** A few lines at the bottom of a terminal, drawn again in place. */
export interface Screen {
  draw(lines: readonly string[]): void;
  /** Leaves what was drawn last, and gives the cursor back. */
  close(): void;
}

export function createScreen(terminal: WriteStream): Screen {
  let height = 0;
  const home = (): string => (height > 1 ? `\x1b[${height - 1}F` : '\r');
  terminal.write('\x1b[?25l');
  return {
    draw(lines) {
      // A line that scrolls or wraps could not be drawn over, so there are never more than fit.
      const shown = lines.slice(0, terminal.rows || 24);
      terminal.write(
        `${height ? home() : ''}\x1b[?7l${shown.map((line) => `${line}\x1b[K`).join('\n')}\x1b[J\x1b[?7h`,
      );
      height = shown.length;
    },
    close() {
      terminal.write(`${height ? '\n' : ''}\x1b[?25h`);
      height = 0;
    },
  };
}
