import { describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
/** The scheduler of the guide. */
const inBackground = /const inBackground.*?^};$/ms.exec(
  readFileSync(join(root, 'docs/guides/production.md'), 'utf8'),
)![0];

/** What a process with a loop that waits says: whether it is there when a timer fires that does not keep it alive. */
const said = (scheduler: string): string => {
  const contents = `
    import { asyncScheduler, of, Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';
    import { smartPoll } from './lib/index.ts';
    ${inBackground}
    const project = () => of(console.log('polled'));
    smartPoll({ tasks: { a: { startDue: 0, repeatDue: 100_000, project } }, scheduler: ${scheduler} }).subscribe();
    setTimeout(() => (console.log('alive'), process.exit()), 200).unref();
  `;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  });
  return execFileSync(process.execPath, ['-'], {
    input: outputFiles[0]!.text,
    encoding: 'utf8',
    timeout: 20_000,
  });
};

describe('a loop', () => {
  it('should keep its process alive while it waits', () => {
    expect(said('asyncScheduler')).toBe('polled\nalive\n');
  });

  it('should not, with a scheduler whose timers do not', () => {
    expect(said('inBackground')).toBe('polled\n');
  });
});
