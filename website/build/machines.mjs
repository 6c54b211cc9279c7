// llms.txt, an index of the site for programs that read documentation, and llms-full.txt, all guides in one file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first paragraph of a page that is prose, as one line. */
function summaryOf(markdown) {
  const paragraph = markdown
    .replace(/^```[\s\S]*?^```$/gm, '')
    .split(/\n{2,}/)
    .find((text) => /^[A-Z`*]/.test(text.trim()));
  return (paragraph ?? '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

export function writeForMachines({ pages, site, chapters, description }) {
  const read = (path) => readFileSync(join(pages, `${path}.md`), 'utf8').replace('\n<TryExample />\n', '');
  const base = process.env.DOCS_BASE ?? '/';
  const line = ({ path, title }) => `- [${title}](${base}${path}.html): ${summaryOf(read(path))}`;
  const rules = readFileSync(join(pages, '../../AGENTS.md'), 'utf8');
  const guides = chapters.flatMap(({ title, guides }) => [
    `## ${title}`,
    '',
    ...guides.map(({ name, title }) => line({ path: `guides/${name}`, title })),
    '',
  ]);
  const reference = [
    { path: 'glossary', title: 'Glossary' },
    { path: 'contract', title: 'The contract' },
    { path: 'api/index', title: 'API' },
  ];
  const intro = `# rxjs-smartpoll\n\n> ${description}\n\n`;
  writeFileSync(
    join(site, 'llms.txt'),
    `${intro}All of this in one file: ${base}llms-full.txt\n\n${guides.join('\n')}\n## Reference\n\n${reference.map(line).join('\n')}\n`,
  );
  const all = [
    ...chapters.flatMap(({ guides }) => guides.map(({ name }) => `guides/${name}`)),
    'glossary',
    'contract',
    'api/rxjs-smartpoll/functions/smartPoll',
    'api/rxjs-smartpoll/interfaces/Task',
    'api/rxjs-smartpoll/interfaces/ControlLoop',
  ].map(read);
  writeFileSync(join(site, 'llms-full.txt'), [intro + rules, ...all].join('\n\n---\n\n'));
}
