// Lays out the pages of the site: guides and documents of the repository, with their links turned into those of the site.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { deflateRawSync } from 'node:zlib';

/** Documents outside docs/ that have a page, and where. Those in docs/ are found. */
const DOCUMENTS = {
  'README.md': 'overview.md',
  'ARCHITECTURE.md': 'architecture.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'DECISIONS.md': 'decisions.md',
  'SECURITY.md': 'security.md',
  'bench/RESULTS.md': 'benchmarks.md',
  'examples/weather/README.md': 'examples/weather.md',
  'examples/angular/README.md': 'examples/angular.md',
  'examples/partitions/README.md': 'examples/partitions.md',
  'examples/replicas/README.md': 'examples/replicas.md',
  'spec/MUTANTS.md': 'mutants.md',
  'docs/SEMANTICS.md': 'contract.md',
};

/** What runnable examples may import; the playground has no other packages. */
const PACKAGES = /^(rxjs|rxjs\/\w+|rxjs-smartpoll|rxjs-smartpoll\/(timeline|tabs|lease))$/;

/** The pages made of the repository's documents: the path of each in the repository, and that of its page. */
export function documentsOf(root) {
  const found = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => posix.join('docs', name.replaceAll('\\', '/')))
    .filter((path) => !(path in DOCUMENTS))
    .map((path) => [path, posix.relative('docs', path).toLowerCase()]);
  return new Map([...Object.entries(DOCUMENTS).filter(([path]) => existsSync(join(root, path))), ...found]);
}

/**
 * A document of the repository as a page; its pictures are copied beside it.
 *
 * @param pages - the folder of the pages
 * @param path - where it is in the repository, which its links are relative to
 * @param documents - what `documentsOf()` found
 * @param repository - where the source is to be read, if that is known: else a link to a file of it becomes its text
 */
export function pageOf({ root, pages, path, documents, repository }) {
  const isPage = (target) => documents.has(target);
  const linkOf = (href, text) => {
    if (/^([a-z]+:|#|\/)/.test(href)) return `[${text}](${href})`;
    const [file, anchor = ''] = href.split(/(?=#)/);
    const target = posix.join(posix.dirname(path), decodeURI(file)).replace(/\/$/, '');
    if (isPage(target)) return `[${text}](/${documents.get(target).replace(/\.md$/, '')}${anchor})`;
    if (target.startsWith('docs/pictures/')) return `[${text}](${picture(href)})`;
    if (!existsSync(join(root, target))) throw new Error(`${path} links to ${href}, which is not there`);
    return repository === undefined ? text : `[${text}](${repository}/blob/main/${target}${anchor})`;
  };
  const picture = (href) => {
    const target = posix.join(posix.dirname(path), href);
    if (!existsSync(join(root, target))) throw new Error(`${path} shows ${href}, which is not there`);
    const shown = posix.join('pictures', target.replace(/^docs\/pictures\//, ''));
    cpSync(join(root, target), join(pages, 'public', shown));
    return `/${shown}`;
  };
  return outsideCode(readFileSync(join(root, path), 'utf8'), (text) =>
    text
      .replace(/!\[([^\]]*)\]\(([^)\s]+)\)/g, (_, alt, href) => `<img alt="${alt}" src="${picture(href)}" />`)
      .replace(/\b(src|srcset)="(?![a-z]+:|\/)([^"]+)"/g, (_, name, href) => `${name}="${picture(href)}"`)
      .replace(/\[((?:`[^`]*`|[^[\]`])*)\]\(([^)\s]+)\)/g, (_, text, href) => linkOf(href, text)),
  );
}

/** Changes what is neither in a fenced block nor in a span of code, which a link's text may contain. */
function outsideCode(markdown, change) {
  return markdown
    .split(/(^```[^\n]*\n[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 ? part : change(part)))
    .join('');
}

/** The first heading. */
export const titleOf = (markdown) => /^# (.+)$/m.exec(markdown)?.[1] ?? basename(dirname('/'));

/** Whether the playground can run a block: it says `// run` and imports nothing else. */
export function isRunnable(code) {
  if (!/^\/\/ run\b/.test(code)) return false;
  return [...code.matchAll(/^(?:import|\} from)\b[^'\n]*'([^']+)'/gm)].every(([, name]) =>
    PACKAGES.test(name),
  );
}

/** Code as the playground's address carries it: what `encode` of the page makes. */
export const encode = (code) => deflateRawSync(Buffer.from(code), { level: 9 }).toString('base64url');
