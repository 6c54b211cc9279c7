// Follows every link of a built site: node website/build/crawl.mjs [FOLDER]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const decode = (text) =>
  text.replace(/&(?:amp|lt|gt|quot|#(\d+)|#x([\da-f]+));/gi, (entity, decimal, hex) =>
    decimal || hex
      ? String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16))
      : { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }[entity.toLowerCase()],
  );

/** What an HTML file refers to: links, pictures, scripts, style sheets. */
function referencesOf(html) {
  // Code shows attributes that are none.
  const text = html
    .replace(/<(script|style|template)\b([^>]*)>[\s\S]*?<\/\1>/g, '<$1$2>')
    .replace(/<!--[\s\S]*?-->/g, '');
  const found = [];
  for (const [tag] of text.matchAll(/<[a-z][^<>]*(?:"[^"]*"[^<>]*)*>/gi))
    for (const [, name, value] of tag.matchAll(/\s(href|src|srcset|poster|data)="([^"]*)"/gi))
      found.push(...(name === 'srcset' ? value.split(',').map((it) => it.trim().split(/\s/)[0]) : [value]));
  return found.map(decode);
}

const idsOf = (html) => new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => decode(id)));

/**
 * Looks at each link, anchor and picture of all pages of a site; throws an error that lists those that lead nowhere. What
 * a page loads from elsewhere is an error, too: the site works offline.
 *
 * @param base - the path at which the site will be
 */
export function crawl(site, base = '/') {
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  const pages = files.filter((name) => name.endsWith('.html'));
  const contents = new Map(pages.map((name) => [name, readFileSync(join(site, name), 'utf8')]));
  const ids = new Map([...contents].map(([name, html]) => [name, idsOf(html)]));
  const fileOf = (path) => {
    if (path.endsWith('/') || path === '') return `${path}index.html`;
    return [path, `${path}.html`, `${path}/index.html`].find(
      (it) => files.includes(it) && !statSync(join(site, it)).isDirectory(),
    );
  };
  const broken = [];
  let links = 0;
  for (const [page, html] of contents) {
    const complain = (href, what) => broken.push(`${page}: ${href} ${what}`);
    for (const href of referencesOf(html)) {
      links += 1;
      if (/^(data|mailto|blob):/.test(href)) continue;
      if (/^(https?:)?\/\//.test(href)) {
        if (!html.includes(`<a`) || !new RegExp(`<a\\b[^>]*href="${escape(href)}"`).test(decode(html)))
          complain(href, 'is loaded from elsewhere');
        continue;
      }
      const [path, anchor] = href.split('#');
      const from = posix.join(base, page);
      const target =
        path === ''
          ? from
          : posix.resolve(posix.dirname(from), decodeURI(path.split('?')[0])) +
            (path.endsWith('/') ? '/' : '');
      if (!`${target}/`.startsWith(base)) {
        complain(href, `is outside ${base}`);
        continue;
      }
      const file = fileOf(posix.normalize(target).slice(base.length).replace(/^\//, ''));
      if (file === undefined || !existsSync(join(site, file))) complain(href, 'is not there');
      else if (
        anchor &&
        ids.has(file) &&
        !file.startsWith('playground') &&
        !ids.get(file).has(decodeURIComponent(anchor))
      )
        complain(href, 'has no such anchor');
    }
  }
  // A style sheet may load fonts and pictures.
  for (const name of files.filter((it) => it.endsWith('.css')))
    for (const [, url] of readFileSync(join(site, name), 'utf8').matchAll(/url\(\s*['"]?([^'")]+)/g))
      if (/^(https?:)?\/\//.test(url)) broken.push(`${name}: ${url} is loaded from elsewhere`);
  if (broken.length > 0) throw new Error(`Broken links:\n${broken.join('\n')}`);
  return { files: pages.length, links };
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { files, links } = crawl(process.argv[2] ?? 'site', process.env.DOCS_BASE);
    console.log(`${files} pages, ${links} links, none of them broken`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
