// Builds the site of guides, API and playground into site/: node scripts/docs.mjs [--serve]
// Installs the packages of website/ where its lock has changed. A warning of TypeDoc, and a link of the built site that leads
// nowhere, fail it. With --serve it then shows the site, until it is stopped.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const website = join(root, 'website');
const run = (cwd, command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd });
  if (status !== 0) process.exit(status ?? 1);
};

install(website);
run(root, join(root, 'node_modules/.bin/tsc'), '--noEmit', '-p', website);
run(root, process.execPath, join(website, 'build/build.mjs'));

if (process.argv.includes('--serve')) {
  const { serve } = await import('../website/build/serve.mjs');
  console.log((await serve(join(root, 'site'), Number(process.env.PORT ?? 0))).url);
}
