import { afterEach, describe, it, expect, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { listen } from '../../examples/weather/listen.js';

jest.setTimeout(60_000);
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

interface Ended {
  readonly code: number | null;
  readonly lines: string[];
  readonly errors: string;
}

/** Runs the example as a user does; `seen` gets its output so far whenever there is more, and may stop it. */
function example(
  args: string,
  seen: (output: string, stop: () => void, child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const command = [
    'scripts/run-example.mjs',
    'examples/weather/main.ts',
    '--',
    ...args.split(' ').filter(Boolean),
  ];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  let errors = '';
  let stopped = false;
  const stop = (): void => {
    // A second signal would end it less gently.
    if (!stopped) child.kill('SIGINT');
    stopped = true;
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    seen(output, stop, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, lines: output.split('\n'), errors });
    });
  });
}

/** Stops the example when its output matches each of `patterns`. */
const until =
  (...patterns: RegExp[]) =>
  (output: string, stop: () => void): void => {
    if (patterns.every((pattern) => pattern.test(output))) stop();
  };

const summary = (lines: readonly string[]): string => lines.slice(-3).join('\n');

describe('weather example', () => {
  it('should end by itself, with a summary and no request too many', async () => {
    const { code, lines, errors } = await example('--for 3');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines.slice(0, 4)).toEqual([
      expect.stringMatching(/^cirrus {2}at http:\/\/127\.0\.0\.1:\d+\/v1\/now$/),
      expect.stringMatching(/^nimbus {2}at http:\/\/127\.0\.0\.1:\d+\/observations\/latest\.json$/),
      expect.stringMatching(/^stratus at http:\/\/127\.0\.0\.1:\d+\/model\/SEA$/),
      expect.stringMatching(/^publish at http:\/\/127\.0\.0\.1:\d+$/),
    ]);
    expect(summary(lines)).toMatch(
      /^Requests: \d+ in [\d.]+ s, \d+ failed, 0 answered with 429 \(the goal is 0\)\.$/m,
    );
  });

  it('should read from each provider, and publish what the sink then has', async () => {
    const all = until(/cirrus .* changed/, /nimbus .* changed/, /stratus .* changed/, /sent, from all/);
    const { code, lines } = await example('--faults 0', all);
    expect(code).toBe(0);
    const [, publishes, sink] = /^Publishes: (\d+), 0 failed; the sink got (\d+), the last /m.exec(
      summary(lines),
    )!;
    expect(Number(publishes)).toBeGreaterThan(0);
    expect(sink).toBe(publishes);
  });

  it('should tell of a malformed answer, a dropped connection and a 500, and go on', async () => {
    const faults = [/malformed answer: .*JSON/, /no answer: /, /answered 500/];
    const { code, lines } = await example('--faults 0.6 --seed 33', until(...faults, / sent, from /));
    expect(code).toBe(0);
    for (const fault of faults) {
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`failed.*, again in [\\d.]+ s: ${fault.source}`)),
      );
    }
  });

  it('should go on without a provider that is down from the start', async () => {
    const { code, lines } = await example(
      '--faults 0 --down nimbus',
      until(/sent, from cirrus, stratus/, /nimbus {2}failed 2 times/),
    );
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/nimbus {2}failed, again in [\d.]+ s: no answer: .*ECONNREFUSED/),
    );
  });

  it('should tell of ports in use, and go on without those', async () => {
    const { base, close } = await occupied(0, 2);
    const { code, lines } = await example(
      `--faults 0 --port ${base}`,
      until(/cirrus .* changed/, /stratus .* changed/),
    );
    await close();
    expect(code).toBe(0);
    const inUse = (port: number): string => `port ${port} is in use (try another --port)`;
    expect(lines).toContain(`nimbus  not started: ${inUse(base + 2)}; the rest goes on`);
    expect(lines).toContain(`publish not started: ${inUse(base)}; the rest goes on`);
    expect(summary(lines)).toContain('the sink was not there');
  });

  it('should obey a Retry-After, if made to ask too often', async () => {
    const { code, lines } = await example('--faults 0 --impatient', until(/cirrus .*429[^]*cirrus .*°C/));
    expect(code).toBe(0);
    const cirrus = lines.filter((line) => / s {2}cirrus .* again in /.test(line));
    const refused = cirrus.map((line) => line.includes('answered 429 (Retry-After: 1)'));
    expect(refused).toContain(true);
    // Who waits as long as asked is not refused again.
    for (const [index, before] of refused.slice(0, -1).entries())
      expect(before && refused[index + 1]).toBe(false);
  });

  it('should end quietly when nobody reads its lines any more', async () => {
    const { code, errors } = await example(
      '--faults 0',
      (_output, _stop, child) => void child.stdout!.destroy(),
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });

  it('should tell how to use it', async () => {
    const { code, lines } = await example('--help');
    expect(code).toBe(0);
    expect(lines[0]).toBe('Usage: npm start -- [options]');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('should refuse a wrong option in one line, and start nothing', async () => {
    const { code, lines, errors } = await example('--for ever');
    expect({ code, lines, errors }).toEqual({
      code: 2,
      lines: [''],
      errors: "weather: --for takes seconds from 0.1 to 86400, got 'ever'; --help tells the options\n",
    });
  });
});

/** Occupies the ports at these offsets from one that it finds. */
async function occupied(...offsets: number[]): Promise<{ base: number; close(): Promise<unknown> }> {
  const probe = await listen(createServer(), 0);
  await probe.close();
  const base = Number(new URL(probe.url).port);
  const servers = await Promise.all(offsets.map((offset) => listen(createServer(), base + offset)));
  return { base, close: () => Promise.all(servers.map((server) => server.close())) };
}
