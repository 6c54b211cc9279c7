import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readRecordings } from './recording.js';
import { report } from './report.js';

describe('the conformance report', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const reportOf = async (files: { [name: string]: unknown }, path = '') => {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
    const lines: string[] = [];
    const code = await report(join(directory, path), (line) => lines.push(line));
    return { code, lines };
  };
  const [poll, other] = readRecordings(__dirname) as [any, any];

  it('should count every trace of every .json file, and exit with 0 where all agree', async () => {
    const files = { 'a.json': [poll], 'b.json': [other], 'c.txt': 'no recording' };
    expect(await reportOf(files)).toEqual({ code: 0, lines: ['2 of 2 traces agree'] });
  });

  it('should print a line for each disagreement, with both sides, and exit with 1', async () => {
    const [run, ...rest] = poll.trace;
    const wrong = { ...poll, name: 'wrong', trace: [{ ...run, run: 7 }, ...rest] };
    const short = { ...poll, name: 'short', trace: [run] };
    const { code, lines } = await reportOf({ 'a.json': [wrong, poll, short] });
    expect(code).toBe(1);
    expect(lines).toEqual([
      'wrong: event 0: recorded {"t":0,"ev":"run","run":7}, replayed {"t":0,"ev":"run","run":0}',
      expect.stringMatching(/^short: event 1: recorded nothing more, replayed \{"t":0,"ev":"runHook",/),
      '1 of 3 traces agree',
    ]);
  });

  it('should count a scenario that cannot be replayed as a disagreement', async () => {
    const empty = { name: 'empty', scenario: { tasks: {}, runs: [] }, trace: [] };
    const { code, lines } = await reportOf({ 'a.json': [empty, poll] });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^empty: cannot be replayed: TypeError: /),
      '1 of 2 traces agree',
    ]);
  });

  it.each([
    ['a missing directory', {}, 'nowhere', /^conformance: ENOENT: no such file or directory, .*nowhere/],
    [
      'a file for a directory',
      { 'a.json': [poll] },
      'a.json',
      /^conformance: ENOTDIR: not a directory, .*a\.json/,
    ],
    ['a directory without recordings', { 'a.txt': '' }, '', /^conformance: no \.json files in /],
    ['malformed JSON', { 'a.json': '[{' }, '', /^conformance: .*a\.json: .*JSON/],
    [
      'JSON that is no array',
      { 'a.json': {} },
      '',
      /^conformance: .*a\.json: expected an array of \{ name, scenario, trace \}$/,
    ],
    ['an empty array', { 'a.json': [] }, '', /^conformance: no recordings in /],
    ['no object', { 'a.json': [null] }, '', /^conformance: .*a\.json: recording 0: expected a name$/],
    [
      'no tasks',
      { 'a.json': [poll, { name: 'x', scenario: { runs: [] } }] },
      '',
      /recording 1: expected scenario\.tasks, /,
    ],
    [
      'no runs',
      { 'a.json': [{ name: 'x', scenario: { tasks: {} } }] },
      '',
      /recording 0: expected scenario\.runs, /,
    ],
    ['no trace', { 'a.json': [{ ...poll, trace: 'none' }] }, '', /recording 0: expected a trace, /],
  ])('should say in one line what is wrong with %s, and exit with 1', async (_, files, path, line) => {
    expect(await reportOf(files, path)).toEqual({ code: 1, lines: [expect.stringMatching(line)] });
  });
});
