import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What users import beside the package itself, each from `lib/NAME/index.ts`. A new entry is a name here. */
const further = ['angular', 'bullmq', 'devtools', 'lease', 'opentelemetry', 'tabs', 'timeline'];

const root = fileURLToPath(new URL('..', import.meta.url));
export const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

/** All entries, the root first: `specifier` is what users write, `path` what `exports` has, `dist` the built files. */
export const entries = ['index', ...further].map((name) => ({
  name,
  specifier: name === 'index' ? manifest.name : `${manifest.name}/${name}`,
  path: name === 'index' ? '.' : `./${name}`,
  source: name === 'index' ? 'lib/index.ts' : `lib/${name}/index.ts`,
  esm: `./dist/${name}.js`,
  cjs: `./dist/${name}.cjs`,
  types: `./dist/${name}.d.ts`,
  cjsTypes: `./dist/${name}.d.cts`,
}));

/** What package.json has to say of them. */
export const exportsField = {
  ...Object.fromEntries(
    entries.map(({ path, esm, cjs, types, cjsTypes }) => [
      path,
      {
        import: { types, default: esm },
        require: { types: cjsTypes, default: cjs },
      },
    ]),
  ),
  './package.json': './package.json',
};

/** The packages that users bring along. None of BullMQ is imported: users hand it in. */
export const peers = Object.keys(manifest.peerDependencies);
