// Builds the site of the guides and the API of every entry into site/; a warning, such as a link that leads
// nowhere, fails it.
import { readdirSync } from 'node:fs';
import { Application } from 'typedoc';
import { entries } from './entries.mjs';

/** Read first; the others follow by name. */
const first = ['getting-started.md'];
const guides = readdirSync('docs/guides').filter((file) => file.endsWith('.md') && !first.includes(file));

const app = await Application.bootstrapWithPlugins({
  name: 'rxjs-smartpoll',
  entryPoints: entries.map(({ source }) => source),
  tsconfig: 'tsconfig.build.json',
  projectDocuments: [...first, ...guides.sort()]
    .map((file) => `docs/guides/${file}`)
    .concat('docs/SEMANTICS.md'),
  sort: ['source-order'],
  out: 'site',
  readme: 'README.md',
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  disableGit: true,
  highlightLanguages: ['ts', 'typescript', 'js', 'html', 'json', 'sh', 'go', 'sql', 'lua'],
  treatWarningsAsErrors: true,
  // What is inferred needs types that nobody has to name.
  validation: { notExported: false, invalidLink: true, notDocumented: false },
});
const project = await app.convert();
const fails = () => app.logger.hasErrors() || app.logger.hasWarnings();
if (project) app.validate(project);
if (!project || fails()) process.exit(1);
await app.generateOutputs(project);
if (fails()) process.exit(1);
