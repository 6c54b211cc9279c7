import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { format } from 'node:util';
import ts from 'typescript';

const root = join(__dirname, '../..');
const entries: Record<string, string> = {
  'rxjs-smartpoll': 'lib/index.ts',
  'rxjs-smartpoll/angular': 'lib/angular/index.ts',
  'rxjs-smartpoll/bullmq': 'lib/bullmq/index.ts',
  'rxjs-smartpoll/devtools': 'lib/devtools/index.ts',
  'rxjs-smartpoll/tabs': 'lib/tabs/index.ts',
  'rxjs-smartpoll/timeline': 'lib/timeline/index.ts',
  'rxjs-smartpoll/lease': 'lib/lease/index.ts',
  'rxjs-smartpoll/opentelemetry': 'lib/opentelemetry/index.ts',
};

/** A ```ts block, and the ```text block after it, if that is the next thing in the document. */
interface Block {
  /** Where it is, as `docs/guides/pausing.md:12`. */
  name: string;
  /** A file that does not exist, for the compiler. */
  file: string;
  code: string;
  text: string | undefined;
}

const blocksOf = (document: string): Block[] => {
  const content = readFileSync(document, 'utf8');
  return [...content.matchAll(/^```ts\n(.*?)^```$(?:\s*^```text\n(.*?)^```$)?/gms)].map((match) => {
    const line = content.slice(0, match.index).split('\n').length + 1;
    return {
      name: `${relative(root, document)}:${line}`,
      file: join(root, 'spec/docs', `${relative(root, document).replace(/\W/g, '-')}-${line}.ts`),
      code: match[1]!,
      text: match[2],
    };
  });
};

const guides = existsSync(join(root, 'docs'))
  ? readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name))
  : [];
const documents = ['README.md', 'AGENTS.md', 'website/pages/index.md', ...guides.sort()]
  .filter((name) => name.endsWith('.md') && existsSync(join(root, name)))
  .map((name) => join(root, name));
// What needs NgRx is compiled, and run, in spec/angular-22.
const blocks = documents.flatMap(blocksOf).filter(({ code }) => !code.includes("from '@ngrx/"));

/** Compiles all blocks at once, as modules of a project that has the library installed. */
const compile = (): ts.Program => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root).options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, [join(root, path)]])),
  };
  const codes = new Map(blocks.map(({ file, code }) => [file, code]));
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => codes.has(file) || fileExists(file);
  host.readFile = (file) => codes.get(file) ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const code = codes.get(file);
    return code === undefined
      ? getSourceFile(file, target, ...rest)
      : ts.createSourceFile(file, code, target, true);
  };
  return ts.createProgram([...codes.keys()], options, host);
};

/** Runs a block with the clock of Jest, from the start of 2026 until nothing is left to wait for. */
const run = async ({ code, file }: Block): Promise<string> => {
  const { outputText } = ts.transpileModule(code, {
    fileName: file,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  const lines: string[] = [];
  const log = (...values: unknown[]) => void lines.push(format(...values));
  const load = (name: string): unknown => require(name in entries ? join(root, entries[name]!) : name);
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  const body = new AsyncFunction('require', 'exports', 'console', outputText);

  jest.useFakeTimers({
    now: Date.UTC(2026, 0, 1),
    doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'],
  });
  let failure: unknown;
  let over = false;
  body(load, {}, { log }).then(
    () => (over = true),
    (error: unknown) => ((failure = error), (over = true)),
  );
  for (let round = 0; round < 20; round++) {
    await jest.runAllTimersAsync();
    await setImmediate();
  }
  jest.useRealTimers();
  if (failure) throw failure;
  expect(over).toBe(true);
  return lines.map((line) => `${line}\n`).join('');
};

describe('the examples of the documents', () => {
  let program: ts.Program;
  const timezone = process.env['TZ'];
  beforeAll(() => {
    process.env['TZ'] = 'UTC';
    program = compile();
  }, 60_000);
  afterAll(() => {
    if (timezone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = timezone;
  });

  it('should be there', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(blocks.map((block) => [block.name, block] as const))('should compile: %s', (_, block) => {
    const source = program.getSourceFile(block.file);
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    expect(
      diagnostics.map(({ messageText, start }) => {
        const { line } = source!.getLineAndCharacterOfPosition(start ?? 0);
        return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      }),
    ).toEqual([]);
  });

  const runnable = blocks.filter(({ code }) => /^\/\/ run\b/.test(code));
  it.each(runnable.map((block) => [block.name, block] as const))(
    'should print what it says: %s',
    async (_, block) => {
      expect(await run(block)).toBe(block.text ?? '');
    },
    60_000, // The first one compiles the library.
  );
});
