import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Scenario } from './page.js';

export interface Rendered {
  readonly html: string;
  readonly asked: number;
  readonly zone: boolean;
}

const root = join(__dirname, '../../..');
/** The Angular to test with, as in jest.config.cjs. */
const modules = process.env['ANGULAR'] ?? join(root, 'node_modules');
/** Where Node finds that. */
const outfile = join(modules, '.cache/angular-server', `render-${process.pid}.mjs`);

let bundled = false;

/** Bundles what renders the page, once for all tests of a file. */
function bundle(): void {
  if (bundled) return;
  mkdirSync(join(outfile, '..'), { recursive: true });
  // The command, since esbuild does not run inside of jsdom.
  const options = ['--bundle', '--packages=external', '--platform=node', '--format=esm', '--target=node20'];
  const files = [join(__dirname, 'render.ts'), `--outfile=${outfile}`];
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [...options, ...files, '--log-level=warning']);
  bundled = true;
}

/** Renders the page in a process of its own, and fails where that does not end by itself in 20 s. */
export async function serve(kind: 'zone' | 'zoneless', scenario: Scenario): Promise<Rendered> {
  bundle();
  const zone = kind === 'zone' ? ['--import', 'zone.js/node'] : [];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...zone, outfile, kind, JSON.stringify(scenario)],
    { cwd: join(modules, '..'), timeout: 20_000 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Rendered;
}
