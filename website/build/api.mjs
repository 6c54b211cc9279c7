// The pages of the API, from the doc comments: what something is for comes first, its generics last.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import { MarkdownTheme, MarkdownThemeContext } from 'typedoc-plugin-markdown';

/** A function as people read it: the prose, its parameters and its result; then the declaration, for those who want it. */
class ProseFirst extends MarkdownThemeContext {
  constructor(...args) {
    super(...args);
    const { signature, signatureTitle, typeParametersList, comment, someType } = this.partials;
    const prose = (parts) => this.helpers.getCommentParts(parts ?? []).trim();
    /** A type by its name alone, where its arguments would be longer than what is said of it. */
    const typeOf = (type) => {
      const all = someType.call(this, type);
      if (all.length < 160 && !all.includes('\n')) return all;
      return type.type === 'reference'
        ? someType.call(this, Object.assign(Object.create(type), { typeArguments: undefined }))
        : '';
    };
    const parameter = ({ name, flags, type, comment: text }) =>
      `- \`${name}\`${flags.isOptional ? ' (optional)' : ''}: ` +
      [type && typeOf(type), prose(text?.summary).replace(/\s*\n\s*/g, ' ')].filter(Boolean).join(' – ');

    this.partials.signature = (model, options) => {
      const { headingLevel, nested } = options;
      if (nested || model.kind !== ReflectionKind.CallSignature || headingLevel > 2)
        return signature.call(this, model, options);
      const described = model.comment ?? model.parent?.comment;
      const say = (parts) => (described ? comment.call(this, described, { headingLevel, ...parts }) : '');
      const returns = prose(described?.getTag('@returns')?.content);
      return [
        say({ showSummary: true, showTags: false }),
        model.parameters?.length && `## Parameters\n\n${model.parameters.map(parameter).join('\n')}`,
        returns && `## Returns\n\n${returns}`,
        say({ showSummary: false, showTags: true }),
        `## Declaration\n\n${signatureTitle.call(this, model, {})}`,
        model.typeParameters?.length &&
          `## Type Parameters\n\n${typeParametersList.call(this, model.typeParameters, { headingLevel })}`,
      ]
        .filter(Boolean)
        .join('\n\n');
    };
  }
}

class Theme extends MarkdownTheme {
  getRenderContext(page) {
    return new ProseFirst(this, page, this.application.options);
  }
}

const FOLDERS = {
  functions: false,
  classes: false,
  variables: false,
  interfaces: true,
  'type-aliases': true,
};

/**
 * Writes the pages of all entries into `out`; a warning, such as a link that leads nowhere, is an error. Returns what there
 * is, for the sidebar: for each entry its functions and classes, and its types.
 *
 * @param entries - those of scripts/entries.mjs
 * @param documents - what doc comments may link to, and the path of the page of each
 */
export async function writeApi({ root, entries, documents, out }) {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    name: 'rxjs-smartpoll',
    entryPoints: entries.map(({ source }) => join(root, source)),
    tsconfig: join(root, 'tsconfig.build.json'),
    basePath: root,
    projectDocuments: [...documents.keys()]
      .filter((path) => path.startsWith('docs/'))
      .map((path) => join(root, path)),
    readme: join(root, 'README.md'),
    sort: ['source-order'],
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    disableGit: true,
    treatWarningsAsErrors: true,
    // What is inferred needs types that nobody has to name.
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    logLevel: 'Warn',
    out,
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    pageTitleTemplates: {
      project: () => 'API',
      module: ({ name }) => name,
      member: ({ name }) => name.replace(/\\?<.*/, ''),
    },
  });
  app.renderer.defineTheme('prose-first', Theme);
  app.options.setValue('theme', 'prose-first');
  const project = await app.convert();
  const fails = () => app.logger.hasErrors() || app.logger.hasWarnings();
  if (project) app.validate(project);
  if (!project || fails())
    throw new Error('The doc comments or documents have errors, which are said above.');
  for (const module of project.children) {
    const name = module.name.replace(/^lib\/?/, '') || 'index';
    module.name = entries.find((entry) => entry.name === name).specifier;
  }
  await app.generateOutputs(project);
  if (fails()) throw new Error('The pages of the API have errors, which are said above.');

  // The documents have pages of their own, elsewhere.
  for (const name of ['documents', '_media', 'index.md', 'modules.md'])
    rmSync(join(out, name), { recursive: true, force: true });
  const pages = new Map([...documents].map(([path, page]) => [path.split('/').at(-1), page]));
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.md')) continue;
    const file = join(out, name);
    writeFileSync(file, genericsLast(linked(readFileSync(file, 'utf8'), pages)));
  }
  const sidebar = entries.map(({ specifier }) => ({
    specifier,
    members: Object.entries(FOLDERS).flatMap(([folder, isType]) => {
      const path = join(out, specifier, folder);
      const names = existsSync(path) ? readdirSync(path) : [];
      return names.sort().map((file) => {
        const name = file.replace(/\.md$/, '');
        return { name, isType, link: `/api/${specifier}/${folder}/${name}` };
      });
    }),
  }));
  writeFileSync(join(out, 'index.md'), indexOf(sidebar));
  return sidebar;
}

/** Links to documents lead to their pages. */
const linked = (markdown, pages) =>
  markdown.replace(
    /\]\((?:\.\.\/)+(?:documents|_media)\/(?:[^)#]*\/)?([^/)#]+)(#[^)]*)?\)/g,
    (_, file, anchor = '') => {
      const page = [...pages].find(([name]) => name.toLowerCase() === file.toLowerCase())?.[1];
      if (page === undefined) throw new Error(`A doc comment links to ${file}, which has no page`);
      return `](/${page.replace(/\.md$/, '')}${anchor})`;
    },
  );

/** The type parameters of a class or an interface go to the end of its page. */
function genericsLast(markdown) {
  const parts = markdown.split(/^(?=## )/m);
  const isGeneric = (part) => part.startsWith('## Type Parameters');
  return [...parts.filter((part) => !isGeneric(part)), ...parts.filter(isGeneric)].join('\n');
}

function indexOf(sidebar) {
  const list = (members) => members.map(({ name, link }) => `[\`${name}\`](${link})`).join(' · ');
  const parts = sidebar.map(({ specifier, members }) => {
    const types = members.filter(({ isType }) => isType);
    const values = members.filter(({ isType }) => !isType);
    return `## ${specifier}\n\n${list(values)}\n\n${types.length > 0 ? `Types: ${list(types)}\n` : ''}`;
  });
  return `# API\n\nWhat each entry of the package exports. Start with [\`smartPoll\`](/api/rxjs-smartpoll/functions/smartPoll), [\`Task\`](/api/rxjs-smartpoll/interfaces/Task) and [\`ControlLoop\`](/api/rxjs-smartpoll/interfaces/ControlLoop).\n\n${parts.join('\n')}`;
}
