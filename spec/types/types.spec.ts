import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');
const names = ['inferred.ts', 'entries.ts', 'refused.ts', 'angular.ts', 'shared.ts'];
const [inferred, entries, refused, angular, shared] = names.map((name) => join(__dirname, name));
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
  ts.sys,
  root,
);

/** What was parsed once, for every program: most of it is declarations of what is imported. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** The files, one of which may be changed first: a look at whether the check can fail. */
function compile(changed?: string, change?: (text: string) => string, before?: ts.Program): ts.Program {
  const host = ts.createCompilerHost(options);
  const { readFile, getSourceFile } = host;
  host.readFile = (path) => (path === changed ? change!(readFile(path)!) : readFile(path));
  host.getSourceFile = (path, ...rest) => {
    if (path === changed) return getSourceFile(path, ...rest);
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, ...rest));
    return parsed.get(path);
  };
  return ts.createProgram([inferred!, entries!, refused!, angular!, shared!], options, host, before);
}

/** What the compiler says about a file: `line: message`. */
function errors(program: ts.Program, path: string): string[] {
  const source = program.getSourceFile(path)!;
  return program.getSemanticDiagnostics(source).map(({ start, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start!);
    return `${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

describe('the types of smartPoll', () => {
  const program = compile();

  it('should infer keys, values and outputs from plain literals (0)', () => {
    expect(errors(program, inferred!)).toEqual([]);
  });

  it('should infer the keys and outputs of entries, and accept keys that come later (0, 5.6)', () => {
    expect(errors(program, entries!)).toEqual([]);
  });

  it('should refuse mistyped keys, wrong values and outputs, and wrong or unknown options (0, 3.7, 4.8)', () => {
    expect(errors(program, refused!)).toEqual([]);
  });

  it('should be those of injectSmartPoll', () => {
    expect(errors(program, angular!)).toEqual([]);
  });

  it('should be those of sharedPoll and of native Observables (9.4, 9.6)', () => {
    expect(errors(program, shared!)).toEqual([]);
  });

  it.each([
    ['refused.ts', refused!],
    ['angular.ts', angular!],
    ['shared.ts', shared!],
  ])('should have an error to refuse wherever one is expected: %s', (_, file) => {
    const directive = /@ts-expect-error/g;
    const unexpected = compile(file, (text) => text.replace(directive, 'expected'), program);
    const expected = ts.sys.readFile(file)!.match(directive)!.length;
    expect(errors(unexpected, file).length).toBeGreaterThanOrEqual(expected);
  });

  it('should tell a type that is not inferred so', () => {
    const mistaken = compile(
      inferred,
      (text) => text.replace('typeOf(reading).is<Reading>()', 'typeOf(reading).is<any>()'),
      program,
    );
    expect(errors(mistaken, inferred!)).toEqual([expect.stringContaining('Expected 1 arguments')]);
  });
});
