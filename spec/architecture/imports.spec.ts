import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';

const lib = join(__dirname, '../../lib');

/** Folders, and files at the top, in the order in which data flows: imports point to the left, types too. */
const order = [
  'config',
  'time',
  'work',
  'keys',
  'turns',
  'run.ts',
  'smart-poll.ts',
  'operators',
  'observe',
  'shared',
  'index.ts',
  'timeline',
  'angular',
  'bullmq',
  'tabs',
  'lease',
  'opentelemetry',
  'devtools',
];

/** What each folder may import from outside; every other one rxjs alone, which all may. */
const packages: Record<string, string[]> = {
  angular: ['@angular/core'],
  opentelemetry: ['@opentelemetry/api'],
};

/** The files that hold several things of one kind, and are named after that. */
const collections = ['config/errors.ts', 'config/inference.ts', 'config/kinds.ts', 'config/rules.ts'];

/** What reads or arms a clock. `asyncScheduler` does nothing by itself: it is a default, named and handed on. */
const clocks =
  /^(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame|requestIdleCallback|performance|nextTick|timer|interval|delay|delayWhen|asapScheduler|animationFrameScheduler|queueScheduler|dateTimestampProvider)$/;

/** The most lines of code a file may have, comments and empty lines not counted: it is read in one go. */
const LINES = 200;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

/** Every node of a file. */
function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** What a file imports: by `import`, `export … from`, `import()` and `import('…')` types. */
const importsOf = (source: ts.SourceFile): Import[] =>
  [...nodesOf(source)].flatMap((node) => {
    const parent = node.parent;
    if (!ts.isStringLiteral(node)) return [];
    const statement = ts.isLiteralTypeNode(parent) ? parent.parent : parent;
    const typeOnly =
      (ts.isImportDeclaration(statement) &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly) ||
      ts.isImportTypeNode(statement);
    const isImport =
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isImportTypeNode(statement) ||
      (ts.isCallExpression(statement) && statement.expression.kind === ts.SyntaxKind.ImportKeyword);
    if (!isImport) return [];
    const { fileName: from } = source;
    const to = node.text.startsWith('.')
      ? normalize(join(dirname(from), node.text)).replace(/\.js$/, '.ts')
      : node.text;
    return [{ from, to, typeOnly }];
  });

const placeOf = (file: string): string => file.split('/')[0]!;
const isInside = ({ to }: Import): boolean => to.endsWith('.ts');

/** The imports that point to the right, or nowhere in the order. */
const wrongWay = (imports: Import[]): string[] =>
  imports
    .filter(isInside)
    .filter(({ from, to }) => {
      const [left, right] = [order.indexOf(placeOf(to)), order.indexOf(placeOf(from))];
      return left < 0 || right < 0 || (placeOf(from) !== placeOf(to) && left >= right);
    })
    .map(({ from, to }) => `${from} imports ${to}`);

/** A circle of files that refer to each other, if only for a type. */
const circle = (imports: Import[]): string[] => {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    done.add(file);
    return imports
      .filter(({ from }) => from === file)
      .map(({ to }) => visit(to, [...path, file]))
      .reduce((found, next) => (found.length > 0 ? found : next), []);
  };
  return imports.map(({ from }) => visit(from, [])).find(({ length }) => length > 0) ?? [];
};

/** Where a file reads or arms a clock, as `line: what`. */
const clocksIn = (source: ts.SourceFile): string[] =>
  [...nodesOf(source)]
    .filter((node) => {
      if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
      if (ts.isPropertyAccessExpression(node)) return /^Date\.now$|^globalThis\.Date$/.test(node.getText());
      if (!ts.isIdentifier(node) || !clocks.test(node.text)) return false;
      // The name of a member of ours, or of a parameter or local, is not the global one.
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
        return /^(globalThis|window|self|process)$/.test(parent.expression.getText());
      }
      return ts.isImportSpecifier(parent) || !isDeclaredIn(source, node.text);
    })
    .map((node) => `${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText()}`);

/** Whether a file declares a name itself, as a member, a parameter or a variable. */
const isDeclaredIn = (source: ts.SourceFile, name: string): boolean =>
  [...nodesOf(source)].some(
    (node) =>
      (ts.isVariableDeclaration(node) ||
        ts.isParameter(node) ||
        ts.isPropertyDeclaration(node) ||
        ts.isPropertySignature(node) ||
        ts.isBindingElement(node)) &&
      node.name.getText() === name,
  );

/** The number of lines with code in them. */
const linesOf = (source: ts.SourceFile): number => {
  const lines = new Set<number>();
  for (const node of nodesOf(source)) {
    if (node.getChildCount() > 0 || ts.isSourceFile(node) || node.getText() === '') continue;
    if (ts.isJSDoc(node) || ts.findAncestor(node, ts.isJSDoc)) continue;
    for (const position of [node.getStart(), node.getEnd()]) {
      lines.add(source.getLineAndCharacterOfPosition(position).line);
    }
  }
  return lines.size;
};

const exportsOf = (source: ts.SourceFile): string[] =>
  source.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    }
    return [(statement as ts.DeclarationStatement).name?.getText() ?? ''];
  });

/** `take-turn.ts` after `takeTurn`, `step.ts` after `stepOf`. */
const isNamedAfter = (source: ts.SourceFile, name: string): boolean =>
  `${kebab(name)}-`.startsWith(`${basename(source.fileName, '.ts')}-`);

const kebab = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();

const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort();
const sources = files.map((file) => parse(file, readFileSync(join(lib, file), 'utf8')));
const imports = sources.flatMap(importsOf);

describe('the house of lib/', () => {
  it('should be found', () => {
    expect(files).toContain('smart-poll.ts');
    expect(imports).toContainEqual({ from: 'smart-poll.ts', to: 'run.ts', typeOnly: false });
    expect(imports.filter(({ typeOnly }) => typeOnly)).not.toEqual([]);
  });

  it('should have imports that point one way, those of types too', () => {
    expect(wrongWay(imports)).toEqual([]);
  });

  it('should have no circle of files, types counted', () => {
    expect(circle(imports)).toEqual([]);
  });

  it('should need rxjs alone, from its root', () => {
    const strangers = imports.filter(
      (it) => !isInside(it) && !['rxjs', ...(packages[placeOf(it.from)] ?? [])].includes(it.to),
    );
    expect(strangers.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('should know the time from the file of the clock alone (6.1)', () => {
    // A lease looks at both clocks of the host, whatever the loop goes by (D-080); so does what people look at (D-135).
    const others = ['lease/expiry.ts', 'devtools/frames.ts', 'devtools/performance-tracks.ts'];
    const found = sources
      .filter(({ fileName }) => fileName !== 'time/clock.ts' && !others.includes(fileName))
      .flatMap((source) => clocksIn(source).map((place) => `${source.fileName}:${place}`));
    expect(found).toEqual([]);
  });

  it('should have files named after what they export, in kebab-case', () => {
    const misnamed = sources
      .filter(({ fileName }) => basename(fileName) !== 'index.ts' && !collections.includes(fileName))
      .filter((source) => !exportsOf(source).some((name) => isNamedAfter(source, name)))
      .map((source) => `${source.fileName} exports ${exportsOf(source).join(', ')}`);
    expect(misnamed).toEqual([]);
  });

  it('should export public names one by one', () => {
    const stars = sources.flatMap((source) =>
      source.statements
        .filter(
          (it) => ts.isExportDeclaration(it) && !(it.exportClause && ts.isNamedExports(it.exportClause)),
        )
        .map((it) => `${source.fileName}: ${it.getText()}`),
    );
    expect(stars).toEqual([]);
  });

  it(`should have at most ${LINES} lines of code a file`, () => {
    const long = sources
      .map((source) => ({ file: source.fileName, lines: linesOf(source) }))
      .filter(({ lines }) => lines > LINES);
    expect(long).toEqual([]);
  });
});

/** What is built on the loop: it knows what users know, how a configuration is written, and how to subscribe to anything. */
const onTop = ['shared'];
const known = /^(config\/|operators\/|smart-poll\.ts$|work\/observable-of\.ts$)/;

/** Imports of the inside of a loop by what is built on top of it. */
const insideOf = (imports: Import[]): string[] =>
  imports
    .filter((it) => isInside(it) && onTop.includes(placeOf(it.from)) && placeOf(it.to) !== placeOf(it.from))
    .filter(({ to }) => !known.test(to))
    .map(({ from, to }) => `${from} imports ${to}`);

describe('what is built on top of the loop', () => {
  it('should know nothing of its inside', () => {
    expect(insideOf(imports)).toEqual([]);
  });

  it.each(['keys/key.ts', 'turns/pump.ts', 'run.ts', 'time/clock.ts'])(
    'should be seen to know %s',
    (file) => {
      const text = `import { a } from '../${file.replace('.ts', '.js')}';`;
      expect(insideOf(importsOf(parse('shared/a.ts', text)))).toHaveLength(1);
    },
  );
});

describe('the look at the house', () => {
  const fault = (file: string, text: string) => parse(file, text);

  it.each([
    ['config/a.ts', "import { Clock } from '../time/clock.js';"],
    ['config/a.ts', "import type { Clock } from '../time/clock.js';"],
    ['keys/a.ts', "export type { Run } from '../run.js';"],
    ['turns/a.ts', "type Run = import('../run.js').Run;"],
    ['turns/a.ts', "const run = import('../run.js');"],
    ['keys/a.ts', "import { a } from '../elsewhere/a.js';"],
  ])('should see an import the wrong way: %s %s', (file, text) => {
    expect(wrongWay(importsOf(fault(file, text)))).toHaveLength(1);
  });

  it('should see a circle', () => {
    const both = [
      fault('keys/a.ts', "import { b } from './b.js';"),
      fault('keys/b.ts', "import type { a } from './a.js';"),
    ];
    expect(circle(both.flatMap(importsOf))).toEqual(['keys/a.ts', 'keys/b.ts', 'keys/a.ts']);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'performance.now()',
    'globalThis.performance',
    'setTimeout(f, 1)',
    'const arm = setInterval;',
    'process.nextTick(f)',
    'queueMicrotask(f)',
    "import { timer } from 'rxjs';",
    "import { delay as later } from 'rxjs';",
  ])('should see a clock: %s', (text) => {
    expect(clocksIn(fault('keys/a.ts', text))).toHaveLength(1);
  });

  it.each(['new Date(0)', 'this.timer.start()', 'const delay = 1; wait(delay);', 'loop.now()'])(
    'should see no clock in: %s',
    (text) => {
      expect(clocksIn(fault('keys/a.ts', text))).toEqual([]);
    },
  );

  it('should count lines of code, not comments', () => {
    const text =
      '/** Doc.\n * More.\n */\n// Comment.\n\nexport const a = 1; // Comment.\n\nconst b = `\n${a}\n`;\n';
    expect(linesOf(fault('a.ts', text))).toBe(4);
  });

  it('should know what a file exports', () => {
    const text =
      'export const a = 1; export class BigB {} export function c() {} export type D = 1; const e = 1;';
    expect(exportsOf(fault('a.ts', text)).map(kebab)).toEqual(['a', 'big-b', 'c', 'd']);
  });
});
