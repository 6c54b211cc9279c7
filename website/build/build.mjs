// Builds the site into site/: node website/build/build.mjs, which is npm run docs without its set-up.
// The folder for the pages of VitePress, website/.pages, is made anew.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildSite } from 'vitepress';
import { entries, manifest } from '../../scripts/entries.mjs';
import { chaptersOf } from '../guides.mjs';
import { writeApi } from './api.mjs';
import { crawl } from './crawl.mjs';
import { writeForMachines } from './machines.mjs';
import { documentsOf, pageOf, titleOf } from './pages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const website = join(root, 'website');
const pages = join(website, '.pages');
const site = join(root, 'site');
process.chdir(root);

const write = (path, content) => {
  mkdirSync(dirname(join(pages, path)), { recursive: true });
  writeFileSync(join(pages, path), content);
};

rmSync(pages, { recursive: true, force: true });
rmSync(site, { recursive: true, force: true });
cpSync(join(website, 'pages'), pages, { recursive: true });
// The landing page shows it until the loop there runs.
cpSync(join(root, 'docs/pictures/forecast.svg'), join(pages, 'public/pictures/forecast.svg'));

const repository = manifest.repository?.url?.replace(/^git\+|\.git$/g, '');
const documents = documentsOf(root);
for (const [path, page] of documents) {
  const markdown = pageOf({ root, pages, path, documents, repository });
  // Under its heading, a guide links its example.
  write(page, page.startsWith('guides/') ? markdown.replace(/^# .+\n/, '$&\n<TryExample />\n') : markdown);
}

const names = readdirSync(join(root, 'docs/guides')).map((file) => file.replace(/\.md$/, ''));
const chapters = chaptersOf(names).map(({ title, guides }) => ({
  title,
  guides: guides.map((name) => ({
    name,
    title: titleOf(readFileSync(join(root, `docs/guides/${name}.md`), 'utf8')),
  })),
}));
const api = await writeApi({ root, entries, documents, out: join(pages, 'api') });
writeFileSync(join(pages, 'sidebar.json'), JSON.stringify({ chapters, api }));

// It runs in a frame that may load nothing, so that it is one file.
await build({
  entryPoints: [join(website, 'playground/worker.ts')],
  outfile: join(pages, 'public/playground-worker.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  alias: Object.fromEntries(entries.map(({ specifier, source }) => [specifier, join(root, source)])),
  nodePaths: [join(website, 'node_modules')],
  logLevel: 'warning',
});
await buildSite(website);
writeForMachines({ pages, site, chapters, description: manifest.description });
const { files, links } = crawl(site, process.env.DOCS_BASE ?? '/');
console.log(`site/: ${files} pages, ${links} links, none of them broken`);
