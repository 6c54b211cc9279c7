import { describe, it, expect, jest } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import { createBoard, type Board } from '../../../examples/weather/board.js';
import { paint } from '../../../examples/weather/paint.js';
import { providerNames } from '../../../examples/weather/providers.js';
import { RequestError } from '../../../examples/weather/request-error.js';
import { summarize } from '../../../examples/weather/summarize.js';
import { table } from '../../../examples/weather/table.js';
import { lineView, tableView } from '../../../examples/weather/view.js';

const reading = { time: '2010-07-01T14:00', celsius: 21.2, metresPerSecond: 4.1, hectopascals: 1017.5 };
const start = 1_000_000;

/** A board on which everything has happened once. */
function busyBoard(): Board {
  const board = createBoard();
  const at = (due: number): Date => new Date(start + due);
  board.event({ time: start, type: 'start', key: 'cirrus', stage: 1 });
  board.event({ time: start, type: 'stop', key: 'cirrus', stage: 1 });
  board.report({ type: 'reading', key: 'cirrus', reading, changed: true, due: at(2000) });
  board.event({ time: start, type: 'schedule', key: 'cirrus', dueTime: at(2000) });
  board.event({ time: start, type: 'start', key: 'nimbus', stage: 2 });
  board.event({ time: start, type: 'start', key: 'stratus', stage: 3 });
  board.event({ time: start, type: 'stop', key: 'stratus', stage: 3 });
  const error = new RequestError('rate-limit', 'answered 429', 3000);
  board.report({ type: 'failure', key: 'stratus', error, failures: 1, due: at(3000) });
  board.event({ time: start, type: 'schedule', key: 'stratus', dueTime: at(3000) });
  board.event({ time: start, type: 'start', key: 'publish', stage: 4 });
  board.event({ time: start, type: 'stop', key: 'publish', stage: 4 });
  board.report({ type: 'published', key: 'publish', aggregate: { ...reading, from: ['cirrus'] } });
  return board;
}

/** Without colours and whatever else a terminal understands. */
// eslint-disable-next-line no-control-regex
const plain = (output: string): string => output.replace(/\x1b\[[\d;?]*[A-Za-z]/g, '');

describe('view of the weather example', () => {
  it('should show the state of each task, in 78 columns', () => {
    expect(table(busyBoard(), start + 500, paint(false))).toEqual([
      ' task    state        due in  every  last reading               asked 429 fail',
      ' cirrus  waiting       1.5 s  2.0 s   21.2 °C  4.1 m/s 1018 hPa     1   0    0',
      ' nimbus  asking            –      –  –                              1   0    0',
      ' stratus backing off   2.5 s  3.0 s  –                              1   1    0',
      ' publish idle              –      –   21.2 °C  4.1 m/s 1018 hPa     1        0',
    ]);
  });

  it('should do with 59 columns where there are fewer than 78', () => {
    expect(table(busyBoard(), start + 500, paint(false), 59)).toEqual([
      ' task    state        due in  every last     asked 429 fail',
      ' cirrus  waiting       1.5 s  2.0 s  21.2 °C     1   0    0',
      ' nimbus  asking            –      – –            1   0    0',
      ' stratus backing off   2.5 s  3.0 s –            1   1    0',
      ' publish idle              –      –  21.2 °C     1        0',
    ]);
    expect(table(busyBoard(), start, paint(false), 77)).toEqual(table(busyBoard(), start, paint(false), 59));
  });

  it('should count a due time down to 0', () => {
    const [, cirrus] = table(busyBoard(), start + 9000, paint(false));
    expect(cirrus).toContain(' 0.0 s  2.0 s ');
  });

  it('should colour what is wrong, and only on request', () => {
    const coloured = table(busyBoard(), start, paint(true));
    expect(coloured[3]).toContain('\x1b[33mbacking off \x1b[39m');
    expect(coloured[3]).toContain('\x1b[31m   1\x1b[39m');
    expect(coloured.map(plain)).toEqual(table(busyBoard(), start, paint(false)));
  });

  it('should sum it up', () => {
    expect(summarize(busyBoard(), 10_000, 1)).toEqual([
      'Requests: 3 in 10.0 s, 0 failed, 1 answered with 429 (the goal is 0).',
      'Publishes: 1, 0 failed; the sink got 1, the last 21.2 °C 4.1 m/s 1018 hPa.',
    ]);
    expect(summarize(createBoard(), 0, undefined)).toEqual([
      'Requests: 0 in 0.0 s, 0 failed, 0 answered with 429 (the goal is 0).',
      'Publishes: 0, 0 failed; the sink was not there.',
    ]);
  });

  it('should be a line for everything that happens, where there is no terminal', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(start + 1234);
    const output = new PassThrough();
    const view = lineView(output, busyBoard(), start);
    const due = new Date(start + 3234);
    view.say('hello');
    view.report({ type: 'reading', key: 'cirrus', reading, changed: true, due });
    view.report({ type: 'reading', key: 'nimbus', reading, changed: false, due });
    view.report({ type: 'failure', key: 'stratus', error: new Error('answered 500'), failures: 1, due });
    view.report({
      type: 'failure',
      key: 'publish',
      error: new Error('answered 500'),
      failures: 2,
      due: undefined,
    });
    view.report({ type: 'published', key: 'publish', aggregate: { ...reading, from: ['cirrus', 'nimbus'] } });
    view.report({ type: 'published', key: 'publish', aggregate: { ...reading, from: [...providerNames] } });
    view.close(['The end.']);
    output.end();
    jest.restoreAllMocks();

    expect((await text(output)).split('\n')).toEqual([
      '  1.2 s  hello',
      '  1.2 s  cirrus   21.2 °C  4.1 m/s 1018 hPa  changed, again in 2.0 s',
      '  1.2 s  nimbus   21.2 °C  4.1 m/s 1018 hPa  as before, again in 2.0 s',
      '  1.2 s  stratus failed, again in 2.0 s: answered 500',
      '  1.2 s  publish failed 2 times, not again: answered 500',
      '  1.2 s  publish  21.2 °C  4.1 m/s 1018 hPa  sent, from cirrus, nimbus',
      '  1.2 s  publish  21.2 °C  4.1 m/s 1018 hPa  sent, from all',
      '',
      ...table(busyBoard(), start + 1234, paint(false)),
      '',
      'The end.',
      '',
    ]);
  });

  it('should be drawn again in place on a terminal, and leave it as it was', () => {
    jest.useFakeTimers({ now: start });
    const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { rows: 24, columns: 80 });
    const written = (): string => String(output.read() ?? '');
    const view = tableView(output as unknown as WriteStream, busyBoard(), start, 'Seattle', 'q quit');
    view.say('hello');
    const due = new Date(start + 1000);
    view.report({ type: 'reading', key: 'cirrus', reading, changed: true, due });
    view.report({ type: 'reading', key: 'nimbus', reading, changed: false, due });
    const opening = written();
    jest.advanceTimersByTime(100);
    const again = written();
    view.close(['The end.']);
    const closing = written();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();

    expect(opening.startsWith('\x1b[?25l')).toBe(true);
    const height = plain(opening).split('\n').length;
    expect(again.startsWith(`\x1b[${height - 1}F`)).toBe(true);
    expect(plain(again)).toContain('   0.0 s  hello');
    expect(plain(again)).toContain('   0.0 s  cirrus   21.2 °C  4.1 m/s 1018 hPa  changed, again in 1.0 s');
    // The table tells of that.
    expect(plain(again)).not.toContain('as before');
    expect(
      plain(again)
        .split('\n')
        .every((line) => line.length < 80),
    ).toBe(true);
    expect(closing.endsWith('\x1b[?25h\nThe end.\n')).toBe(true);
  });

  it('should be drawn anew as the terminal is resized, with no line longer than that is wide', () => {
    jest.useFakeTimers({ now: start });
    const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { rows: 24, columns: 120 });
    const written = (): string => String(output.read() ?? '');
    const heading = 'Seattle, an hour every 2 s:';
    const view = tableView(output as unknown as WriteStream, busyBoard(), start, heading, 'q quit');
    const error = new Error(`answered ${'a long story '.repeat(10)}`);
    view.report({ type: 'failure', key: 'stratus', error, failures: 1, due: undefined });
    written();
    /** What is drawn of it at once, and at the next turn of the clock, which is to be drawn over that. */
    const resized = (columns: number, rows: number): string[] => {
      Object.assign(output, { columns, rows }).emit('resize');
      const atOnce = written();
      // Whatever the terminal made of what was there before is gone.
      expect(atOnce.startsWith('\x1b[H\x1b[2J')).toBe(true);
      const lines = plain(atOnce).split('\n');
      jest.advanceTimersByTime(100);
      const again = written();
      expect(again.startsWith(`\x1b[${lines.length - 1}F`)).toBe(true);
      const lengths = (of: string[]): number[] => of.map((line) => line.length);
      expect(lengths(plain(again).split('\n'))).toEqual(lengths(lines));
      return lines;
    };
    const longest = (lines: string[]): number => Math.max(...lines.map((line) => line.length));

    const wide = resized(120, 24);
    expect(longest(wide)).toBe(119);
    expect(wide[0]).toHaveLength(78);
    const usual = resized(80, 24);
    expect(longest(usual)).toBe(79);
    expect(usual).toContain(table(busyBoard(), start + 100, paint(false))[4]);
    const narrow = resized(60, 24);
    expect(longest(narrow)).toBe(59);
    expect(narrow[0]).toBe(`${` ${heading} 2010-07-01 14:00`.padEnd(50)}    0.2 s`);
    expect(narrow.filter((line) => line.endsWith('…'))).toEqual([
      '   0.0 s  stratus failed, not again: answered a long story…',
    ]);
    const tiny = resized(20, 6);
    expect(tiny).toHaveLength(6);
    expect(longest(tiny)).toBe(19);
    // As a host tells that does not know.
    expect(longest(resized(0, 0))).toBe(79);

    view.close([]);
    jest.useRealTimers();
    written();
    output.emit('resize');
    expect(written()).toBe('');
  });

  it('should keep its colours where a line is cut', () => {
    const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { rows: 24, columns: 24 });
    const view = tableView(output as unknown as WriteStream, busyBoard(), start, 'Seattle', 'q quit');
    view.close([]);
    expect(String(output.read())).toContain('\x1b[1m stratus \x1b[22m\x1b[33mbacking off \x1b[39m …');
  });
});
