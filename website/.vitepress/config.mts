import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { encode, isRunnable } from '../build/pages.mjs';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const { chapters, api } = JSON.parse(readFileSync(path('../.pages/sidebar.json'), 'utf8'));

const guides = [
  ...chapters.map(({ title, guides }: any) => ({
    text: title,
    items: guides.map(({ name, title }: any) => ({ text: title, link: `/guides/${name}` })),
  })),
  {
    text: 'Concepts',
    items: [
      { text: 'Glossary', link: '/glossary' },
      { text: 'The contract', link: '/contract' },
      { text: 'Overview on one page', link: '/overview' },
      { text: 'Architecture', link: '/architecture' },
      { text: 'Decisions', link: '/decisions' },
      { text: 'Benchmarks', link: '/benchmarks' },
    ],
  },
];
const reference = [
  { text: 'API', link: '/api/' },
  ...api.map(({ specifier, members }: any) => {
    const linksTo = (areTypes: boolean) =>
      members
        .filter(({ isType }: any) => isType === areTypes)
        .map(({ name, link }: any) => ({ text: name, link }));
    const types = linksTo(true);
    return {
      text: specifier,
      link: `/api/${specifier}/`,
      collapsed: specifier !== 'rxjs-smartpoll',
      items: [...linksTo(false), ...(types.length > 0 ? [{ text: 'Types', items: types }] : [])],
    };
  }),
];

export default defineConfig({
  title: 'rxjs-smartpoll',
  description: 'Poll many endpoints, each at its own changing pace, and handle the results one at a time.',
  lang: 'en',
  base: process.env['DOCS_BASE'] ?? '/',
  srcDir: '.pages',
  outDir: '../site',
  cacheDir: 'node_modules/.cache/vitepress',
  lastUpdated: false,
  head: [
    ['link', { rel: 'icon', href: `${process.env['DOCS_BASE'] ?? '/'}icon.svg`, type: 'image/svg+xml' }],
    ['meta', { name: 'theme-color', content: '#0f6bd0' }],
  ],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // As on GitHub, so that one link is right in both places.
    anchor: {
      slugify: (heading) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
          .trim()
          .replaceAll(/\s/g, '-'),
    },
    config(md) {
      // A block that runs gets a button that does it; the mark is for the tests.
      const fence = md.renderer.rules.fence!;
      md.renderer.rules.fence = (tokens, index, ...rest) => {
        const token = tokens[index]!;
        if (token.info !== 'ts' || !/^\/\/ run\b/.test(token.content)) return fence(tokens, index, ...rest);
        const runs = isRunnable(token.content);
        token.content = token.content.replace(/^.*\n/, '');
        const html = fence(tokens, index, ...rest);
        return runs ? `${html}<TryIt code="${encode(token.content)}" />` : html;
      };
    },
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      { text: 'Guides', link: '/guides/getting-started', activeMatch: '^/guides/' },
      { text: 'Playground', link: '/playground' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Changelog', link: '/changelog' },
    ],
    sidebar: { '/api/': reference, '/': guides },
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          // A guide before a page of the API that has the same words.
          searchOptions: {
            fuzzy: 0.2,
            prefix: true,
            boost: { title: 4, text: 2, titles: 1 },
            boostDocument: (id: string) => (id.includes('/guides/') ? 3 : id.includes('/api/') ? 1 : 0.7),
          },
        },
      },
    },
    docFooter: { prev: 'Before', next: 'Next' },
    footer: {
      message: 'MIT licence. Nothing on this site is loaded from elsewhere, and nothing is counted.',
    },
  },
  vite: {
    resolve: {
      alias: [
        { find: /^rxjs-smartpoll\/(.*)$/, replacement: path('../../lib/$1/index.ts') },
        { find: /^rxjs-smartpoll$/, replacement: path('../../lib/index.ts') },
      ],
    },
    server: { fs: { allow: [path('../..')] } },
    build: { chunkSizeWarningLimit: 1000 },
  },
});
