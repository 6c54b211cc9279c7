import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { NEVER } from 'rxjs';
import { smartPoll, type ControlLoop, type TaskLoop } from 'rxjs-smartpoll';
import ts from 'typescript';

// What an editor shows of the public API: the doc comments of everything that an entry exports.

const root = join(__dirname, '../..');
const lib = join(root, 'lib');
const entries = readdirSync(join(root, 'api')).map((file) => {
  const name = /^rxjs-smartpoll(?:-(\w+))?\.api\.md$/.exec(file)![1] ?? '';
  return join(lib, name, 'index.ts');
});

/** What these rules leave out, each with its reason. */
const EXCEPTIONS: Record<string, RegExp> = {
  // Parts of the classes of other packages, named so that theirs fit: users hand those in and set none of these.
  'set by other packages': /^(Remote(Queue|Job|Events|Worker)|PgPool|IoRedisClient|NodeRedisClient)\b/,
  // Errors are caught, not called.
  'no call': /Error$/,
  // As of every `Error`.
  'known from the platform': /Error\.name$/,
};
const isExcepted = (name: string, reason: string) => EXCEPTIONS[reason]!.test(name);

/** The doc comment of an export, of one of its members, or of one signature of a function. */
interface Doc {
  /** `ControlLoop.schedule`. */
  name: string;
  /** Its file, for the links. */
  file: string;
  summary: string;
  tags: ts.JSDocTagInfo[];
  isOptional: boolean;
  /** Whether it is a function, a method or a class. */
  isCalled: boolean;
  /** Whether it is exported itself, as a value. */
  isValue: boolean;
}

/** What examples take for granted, beside all exports: names that speak for themselves, and are of no interest there. */
const GIVEN = `
import { inject, input } from '@angular/core';
import { defer, fromEvent, share, Subject, take, type Observable } from 'rxjs';
type Price = { amount: number };
type Weather = { celsius: number };
declare const price: Task<'price', Price, Price>;
declare const tasks: { price: typeof price };
declare const lease$: Observable<Held | undefined>;
declare const pricesWith: (token: number) => typeof tasks;
declare const show: (value: unknown) => void;
declare const refresh: () => void;
declare const load: (path: string, signal?: AbortSignal) => Promise<Price>;
declare const button: HTMLElement, element: HTMLElement;
declare const app: { get(path: string, answer: (request: any, response: any) => void): void };
declare const redis: any, connection: any;
declare const Redis: any, Pool: any, Queue: any, QueueEvents: any;
declare const Worker: new (name: string, work: (job: any, token: any, signal: any) => unknown, options: {}) => any;
declare class PriceService { readonly prices: SharedPoll<string, Price> }
declare class Component { readonly id: any; readonly http: { get<T>(path: string): Observable<T> } }
`;

/** What the compiler says of examples, each as a module, or as the members of a component if it has fields. */
const mistakesIn = (
  examples: Map<string, string>,
  exported: string,
  options: ts.CompilerOptions,
): string[] => {
  const given = `${exported}${GIVEN}`;
  const codes = new Map(
    [...examples].map(([name, code]) => {
      const body = /^readonly /.test(code) ? `class Example extends Component {\n${code}}\n` : code;
      return [join(root, 'spec/docs', `${name}.ts`), `${given}{\n${body}}\nexport {};\n`];
    }),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => codes.has(file) || fileExists(file);
  host.getSourceFile = (file, target, ...rest) => {
    const code = codes.get(file);
    return code === undefined
      ? getSourceFile(file, target, ...rest)
      : ts.createSourceFile(file, code, target);
  };
  const program = ts.createProgram([...codes.keys()], options, host);
  return [...codes.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) =>
        `${relative(__dirname, file)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
};

const tagsOf = (doc: Doc, name: string): string[] =>
  doc.tags.filter((tag) => tag.name === name).map(({ text }) => ts.displayPartsToString(text));

const docsOf = (program: ts.Program): Doc[] => {
  const checker = program.getTypeChecker();
  const ours = (node: ts.Declaration) => node.getSourceFile().fileName.startsWith(lib);
  const isHidden = (node: ts.Declaration) =>
    Boolean(ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected));
  const docOf = (name: string, of: ts.Symbol | ts.Signature, symbol: ts.Symbol, isValue: boolean): Doc => ({
    name,
    file: (symbol.declarations ?? []).find(ours)!.getSourceFile().fileName,
    summary: ts.displayPartsToString(of.getDocumentationComment(checker)),
    tags: of.getJsDocTags(checker),
    isOptional: Boolean(symbol.flags & ts.SymbolFlags.Optional),
    isCalled: Boolean(
      symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Method | ts.SymbolFlags.Class),
    ),
    isValue,
  });
  const ofExport = (symbol: ts.Symbol): Doc[] => {
    const { name, flags } = symbol;
    if (flags & ts.SymbolFlags.Function) {
      const signatures = checker.getTypeOfSymbol(symbol).getCallSignatures();
      return signatures.map((signature) => docOf(name, signature, symbol, true));
    }
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    // What a union holds, or a function type takes, is said of the type as a whole.
    const members = (type.isUnion() ? [] : type.getProperties()).filter(({ declarations = [] }) => {
      return declarations.some(ours) && !declarations.some(isHidden);
    });
    const signatures = flags & ts.SymbolFlags.Interface ? type.getCallSignatures() : [];
    return [
      docOf(name, symbol, symbol, Boolean(flags & ts.SymbolFlags.Class)),
      ...signatures.map((signature) => docOf(`${name}()`, signature, symbol, false)),
      ...members.map((member) => docOf(`${name}.${member.name}`, member, member, false)),
    ];
  };
  return entries.flatMap((entry) => exportsOf(program, entry).flatMap(ofExport));
};

const exportsOf = (program: ts.Program, entry: string): ts.Symbol[] => {
  const checker = program.getTypeChecker();
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
};

describe('the doc comments of the public API', () => {
  let docs: Doc[] = [];
  let options: ts.CompilerOptions = {};
  /** Imports of everything that the entries export. */
  let exported = '';
  beforeAll(() => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
    ({ options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root));
    const program = ts.createProgram(entries, options);
    docs = docsOf(program);
    const names = new Map<string, string>();
    for (const entry of entries)
      for (const { name } of exportsOf(program, entry)) names.set(name, names.get(name) ?? entry);
    for (const [name, entry] of names)
      exported += `import { ${name} } from '${entry.replace(/ts$/, 'js')}';\n`;
  }, 60_000);

  /** The names of those for which a rule does not hold. */
  const offenders = (applies: (doc: Doc) => boolean, holds: (doc: Doc) => boolean): string[] =>
    docs.filter((doc) => applies(doc) && !holds(doc)).map(({ name }) => name);

  it('should be found, members and overloads too', () => {
    const names = docs.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['smartPoll', 'Task.project', 'SharedPoll()', 'lease']));
    expect(names.filter((name) => name === 'injectPoll')).toHaveLength(2);
  });

  it('should be there for every export and every member', () => {
    const isOurs = ({ name }: Doc) =>
      !isExcepted(name, 'set by other packages') && !isExcepted(name, 'known from the platform');
    expect(offenders(isOurs, ({ summary }) => summary !== '')).toEqual([]);
  });

  it('should begin with one sentence for whatever is called', () => {
    const isOurs = ({ name, isCalled }: Doc) => isCalled && !isExcepted(name, 'set by other packages');
    const isSentence = ({ summary }: Doc) => {
      const first = summary.split(/\n\s*\n|\n\s*(?:-|```)/)[0]!.replace(/`[^`]*`/g, '_');
      return /[.:]$/.test(first) && !/[.!?]\s+\S/.test(first);
    };
    expect(offenders(isOurs, isSentence)).toEqual([]);
  });

  it('should say what holds without an option, or that it is required', () => {
    const isOption = ({ name, isOptional }: Doc) => isOptional && !isExcepted(name, 'set by other packages');
    const isSaid = (doc: Doc) => {
      const [value] = tagsOf(doc, 'defaultValue');
      return value === undefined ? /\brequired\b/i.test(doc.summary) : value !== '';
    };
    expect(offenders(isOption, isSaid)).toEqual([]);
  });

  it('should have an example of whatever is exported to be called', () => {
    const isValue = ({ name, isValue }: Doc) => isValue && !isExcepted(name, 'no call');
    const hasExample = (doc: Doc) => tagsOf(doc, 'example').some((text) => /```ts\n[^]+```/.test(text));
    expect(offenders(isValue, hasExample)).toEqual([]);
  });

  it('should have examples that compile', () => {
    const examples = new Map<string, string>();
    for (const doc of docs)
      if (doc.isValue)
        for (const text of tagsOf(doc, 'example'))
          for (const [, code] of text.matchAll(/```ts\n([^]*?)```/g)) {
            examples.set(`${doc.name}-${examples.size}`, code!);
          }
    const unused = { noUnusedLocals: false, noUnusedParameters: false };
    const lenient = { ...unused, verbatimModuleSyntax: false, noImplicitOverride: false };
    expect(examples.size).toBeGreaterThan(20);
    expect(mistakesIn(examples, exported, { ...options, ...lenient })).toEqual([]);
  }, 60_000);

  it('should link a guide from whatever is exported to be called, and only to what is there', () => {
    const links = (doc: Doc) =>
      [...`${doc.summary}${tagsOf(doc, 'see')}`.matchAll(/\]\(([^)#]+\.md)[^)]*\)/g)].map(([, path]) =>
        join(dirname(doc.file), path!),
      );
    const isValue = ({ name, isValue }: Doc) => isValue && !isExcepted(name, 'no call');
    const isGuide = (path: string) => relative(root, path).startsWith('docs/guides/');
    expect(offenders(isValue, (doc) => links(doc).some(isGuide))).toEqual([]);
    expect(docs.flatMap(links).filter((path) => !existsSync(path))).toEqual([]);
  });

  it('should not speak of statements by their numbers', () => {
    const textOf = (doc: Doc) =>
      [doc.summary, ...doc.tags.map(({ text }) => ts.displayPartsToString(text))].join('\n');
    expect(
      offenders(
        () => true,
        (doc) => !/\(\d\d?\.\d\d?\)|SEMANTICS|\bD-\d/.test(textOf(doc)),
      ),
    ).toEqual([]);
  });

  describe('of the loop', () => {
    type Loop = ControlLoop<string>;
    const KEY = 'UnknownKeyError';
    const LIMIT = 'UnknownLimitError';
    const DUE = ['RangeError', 'TypeError'];
    const wrongDues = (call: (due: any) => void) => [() => call(NaN), () => call('soon')];
    /** What each method throws in its turn, and calls that make it. */
    const THROWS: Record<keyof Omit<Loop, 'signal'>, [string[], (loop: Loop) => (() => unknown)[]]> = {
      schedule: [
        [KEY, ...DUE],
        (loop) => [() => loop.schedule('other', 0), ...wrongDues((due) => loop.schedule('key', due))],
      ],
      scheduleSooner: [
        [KEY, ...DUE],
        (loop) => [
          () => loop.scheduleSooner('other', 0),
          ...wrongDues((due) => loop.scheduleSooner('key', due)),
        ],
      ],
      unschedule: [[KEY], (loop) => [() => loop.unschedule('other')]],
      stopTimer: [[KEY], (loop) => [() => loop.stopTimer('other')]],
      dueTime: [[KEY], (loop) => [() => loop.dueTime('other')]],
      isRunning: [[KEY], (loop) => [() => loop.isRunning('other')]],
      cancel: [[KEY], (loop) => [() => loop.cancel('other')]],
      hold: [
        [KEY, ...DUE],
        (loop) => [() => loop.hold('other', 0), ...wrongDues((due) => loop.hold('key', due))],
      ],
      release: [[KEY], (loop) => [() => loop.release('other')]],
      holdLimit: [
        [LIMIT, ...DUE],
        (loop) => [() => loop.holdLimit('other', 0), ...wrongDues((due) => loop.holdLimit('limit', due))],
      ],
      releaseLimit: [[LIMIT], (loop) => [() => loop.releaseLimit('other')]],
      explain: [[KEY], (loop) => [() => loop.explain('other')]],
      add: [
        ['TypeError', 'RangeError'],
        (loop) => [
          () => loop.add('key', { project: () => NEVER }),
          () => loop.add('other', { project: () => NEVER, startDue: () => NaN }),
        ],
      ],
      remove: [[KEY], (loop) => [() => loop.remove('other')]],
      has: [[], () => []],
      keys: [[], () => []],
      drain: [[], () => []],
      now: [[], () => []],
    };
    /** The names of the errors that are thrown. */
    const thrownBy = (calls: (() => unknown)[]): string[] =>
      calls.map((call) => {
        try {
          call();
        } catch (error) {
          return (error as Error).name;
        }
        return 'nothing';
      });
    /** The loop of a turn that goes on, and afterwards one of a turn that has ended. */
    const inTurn = (use: (loop: Loop) => void): TaskLoop<string> => {
      let stale: TaskLoop<string> | undefined;
      const run = smartPoll({
        limits: { limit: { concurrent: 1 } },
        tasks: {
          key: {
            startDue: 0,
            project: () => [0],
            next: (_, loop: TaskLoop<string>) => {
              stale = loop;
              use(loop);
            },
          },
        },
      }).subscribe();
      run.unsubscribe();
      return stale!;
    };
    const documented = (member: string): string[] =>
      tagsOf(
        docs.find(({ name }) => name === member)!,
        'throws',
      ).flatMap((text) => [...(text.match(/\b\w+Error\b/g) ?? [])]);

    it.each(Object.entries(THROWS))('should say what %s throws in its turn', (method, [errors, calls]) => {
      let thrown: string[] | undefined;
      inTurn((loop) => (thrown = thrownBy(calls(loop))));
      expect(new Set(thrown)).toEqual(new Set(errors));
      expect(documented(`ControlLoop.${method}`)).toEqual(expect.arrayContaining(errors));
    });

    it('should say of each member that it throws after its turn', () => {
      const stale = inTurn(() => undefined) as any;
      const members = docs.filter(({ name }) => /^TaskLoop\.\w/.test(name));
      const thrown = members.map(({ name }) => {
        const member = name.slice('TaskLoop.'.length);
        return thrownBy([() => (member in THROWS ? stale[member]('key', 0) : stale[member])])[0];
      });
      expect(members.length).toBe(Object.keys(THROWS).length + ['signal', 'key', 'failures'].length);
      expect(new Set(thrown)).toEqual(new Set(['StaleLoopError']));
      const isSilent = ({ name }: Doc) => !documented(name).includes('StaleLoopError');
      expect(members.filter(isSilent).map(({ name }) => name)).toEqual([]);
    });
  });
});
