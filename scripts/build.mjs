// Builds the package: the compiler twice, for ES modules and for CommonJS. No bundler: files map one to one.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
for (const project of ['tsconfig.build.json', 'tsconfig.build.cjs.json']) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], { stdio: 'inherit' });
}
// Node and bundlers look into the nearest package.json: it has to say both.
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs", "sideEffects": false }\n');
