// Builds the package into dist/: of each entry one bundle and one file of types, as ES module and as CommonJS.
// The further entries import the root entry, so that there is one core at run time whatever is imported.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { build } from 'esbuild';
import { format } from 'prettier';
import { entries, exportsField, manifest, peers } from './entries.mjs';
import { importedNames, shakable } from './shakable.mjs';

const lib = resolve('lib');
const declarations = resolve('dist/.types');

/** What the folder of a further entry may import: itself, the root entry, and what users bring along. */
const onlyPublicNames = (name, rootEntry) => ({
  name: 'only public names',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, importer, resolveDir, kind }) => {
      if (kind === 'entry-point') return undefined;
      const target = relative(lib, resolve(resolveDir, path));
      if (name === 'index' || target.startsWith(`${name}/`)) return undefined;
      if (target === 'index.js') return { path: rootEntry, external: true, sideEffects: false };
      return { errors: [{ text: `${relative(lib, importer)} imports ${target}, which is not public` }] };
    });
  },
});

const withPureConstants = {
  name: 'with pure constants',
  setup({ onLoad }) {
    onLoad({ filter: /\/lib\/.*\.ts$/ }, ({ path }) => ({
      contents: shakable(relative('.', path), readFileSync(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** One import of each package that users bring along, not one for each module that was. */
const importsOnce = ({ name }) => ({
  name: 'imports once',
  setup({ onResolve, onLoad }) {
    const others = entries.map((it) => it.name).filter((it) => it !== name && name === 'index');
    const folder = name === 'index' ? lib : join(lib, name);
    const texts = readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.ts') && !others.includes(file.split(sep)[0]))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    const filter = new RegExp(`^(${peers.join('|')})$`);
    onResolve({ filter }, ({ path, namespace }) =>
      namespace === 'peer' ? { path, external: true } : { path, namespace: 'peer' },
    );
    onLoad({ filter, namespace: 'peer' }, ({ path }) => {
      const names = new Set(texts.flatMap((text) => importedNames(text, path)));
      return { contents: `export { ${[...names].sort().join(', ')} } from '${path}';` };
    });
  },
});

/**
 * An editor resolves a relative link of a doc comment from the file of its user, where it leads nowhere. So links to guides
 * lead to the site, once that has an address, and until then say where in the package the guide is.
 */
const withGuides = (text) =>
  text.replace(
    /\[([^\]]+)\]\((?:\.\.\/)+docs\/guides\/([\w-]+)\.md(#[\w-]+)?\)/g,
    (_, title, name, part = '') =>
      manifest.homepage === undefined
        ? `${title} (node_modules/${manifest.name}/docs/guides/${name}.md${part})`
        : `[${title}](${manifest.homepage.replace(/\/$/, '')}/guides/${name}.html${part})`,
  );

/** The types of an entry in one file; those of the root entry are imported from there. */
function rollUp({ source, types, cjsTypes }) {
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: resolve('.'),
      mainEntryPointFilePath: join(declarations, source.replace(/^lib\//, '').replace(/\.ts$/, '.d.ts')),
      compiler: {
        overrideTsconfig: {
          // No `paths`: the name of the package is that of the rolled-up root entry here.
          compilerOptions: {
            target: 'es2022',
            lib: ['es2022', 'dom'],
            module: 'nodenext',
            strict: true,
            skipLibCheck: true,
            types: [],
          },
          files: [join(declarations, 'index.d.ts')],
        },
      },
      apiReport: { enabled: false },
      docModel: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: resolve(types) },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
  });
  const { succeeded } = Extractor.invoke(config, {
    messageCallback: (message) => {
      if (message.messageId.startsWith('console-')) message.handled = true;
    },
  });
  if (!succeeded) process.exit(1);
  const text = withGuides(readFileSync(types, 'utf8'));
  const from = (file) => text.replaceAll(`from '${manifest.name}'`, `from '${file}'`);
  writeFileSync(types, from('./index.js'));
  writeFileSync(cjsTypes, from('./index.cjs'));
  return text;
}

/** A file of JavaScript; its map leads to lib/. */
async function bundle(entry, outfile, format) {
  await build({
    entryPoints: [entry.source],
    outfile,
    bundle: true,
    format,
    platform: format === 'cjs' ? 'node' : 'neutral',
    target: 'es2022',
    sourcemap: true,
    sourcesContent: false,
    plugins: [
      importsOnce(entry),
      onlyPublicNames(entry.name, format === 'cjs' ? './index.cjs' : './index.js'),
      withPureConstants,
    ],
    logLevel: 'warning',
  });
  // The one import of a package is from no file of its own: it counts as one of the entry.
  const map = JSON.parse(readFileSync(`${outfile}.map`, 'utf8'));
  const sources = map.sources.map((path) => (path.startsWith('peer:') ? `../${entry.source}` : path));
  writeFileSync(`${outfile}.map`, JSON.stringify({ ...map, sources }));
}
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
// A scope of their own: otherwise the name of the package would lead them to its own files, which are no package to them.
writeFileSync(join(declarations, 'package.json'), JSON.stringify({ type: 'module' }));

for (const entry of entries) {
  const folder = join(declarations, entry.name);
  if (entry.name === 'index') {
    // A package to the others, so that its types are not copied into theirs.
    const root = join(declarations, 'node_modules', manifest.name);
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'index.d.ts'), rollUp(entry));
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name: manifest.name, types: 'index.d.ts' }));
  } else {
    for (const file of readdirSync(folder)) {
      const text = readFileSync(join(folder, file), 'utf8');
      writeFileSync(join(folder, file), text.replaceAll("'../index.js'", `'${manifest.name}'`));
    }
    rollUp(entry);
  }
}
rmSync(declarations, { recursive: true });

await Promise.all(
  entries.flatMap((entry) => [bundle(entry, entry.esm, 'esm'), bundle(entry, entry.cjs, 'cjs')]),
);

if (JSON.stringify(manifest.exports) !== JSON.stringify(exportsField)) {
  const text = JSON.stringify({ ...manifest, exports: exportsField });
  writeFileSync('package.json', await format(text, { parser: 'json-stringify' }));
  console.log('package.json: wrote `exports` anew, as scripts/entries.mjs has it');
}
