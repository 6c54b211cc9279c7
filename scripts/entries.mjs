import { readFileSync } from 'node:fs';
import { join } from 'node:path/posix';

const { name, exports, peerDependencies } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

/** What users import, as package.json says: `specifier`, and where `esm`, `cjs` and the `types` are. */
export const entries = Object.entries(exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path, target]) => ({
    specifier: join(name, path),
    esm: target.import.default,
    cjs: target.require.default,
    types: target.import.types,
  }));

/** The packages that users bring along. */
export const peers = Object.keys(peerDependencies);
