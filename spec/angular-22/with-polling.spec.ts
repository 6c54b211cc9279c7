import '../angular/support/test-environment.js';
import { HttpBackend, HttpResponse, provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { map, timer } from 'rxjs';
import ts from 'typescript';

// The recipe of the guide, for which the root of the project lacks @ngrx/signals.
const root = join(__dirname, '../..');
const guide = readFileSync(join(root, 'docs/guides/angular.md'), 'utf8');
const recipe = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!).find((code) => code.includes('@ngrx/signals'))!; // prettier-ignore

const asked: string[] = [];
const backend = {
  handle: ({ url }: { url: string }) => {
    asked.push(url);
    return timer(100).pipe(map(() => new HttpResponse({ body: `${url} ${asked.length}`, status: 200 })));
  },
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  TestBed.resetTestingModule();
  jest.useRealTimers();
});

it('should compile', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root).options,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler, // Which finds a package where a path leads to it.
    paths: {
      // One Angular and one RxJS for the recipe and the library.
      '@angular/*': [join(__dirname, 'node_modules/@angular/*')],
      rxjs: [join(__dirname, 'node_modules/rxjs')],
      'rxjs-smartpoll/*': [join(root, 'lib/*/index.ts')],
    },
  };
  const file = join(__dirname, 'recipe.ts');
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? recipe : readFile(name));
  const program = ts.createProgram([file], options, host);
  const messages = ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(messages).toEqual([]);
}, 60_000);

it('should poll what the state of the store says, at its pace, and end with the store', async () => {
  const { outputText } = ts.transpileModule(recipe, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: any = {};
  new Function('require', 'exports', outputText)(
    (name: string) => require(name.startsWith('rxjs-smartpoll/') ? join(root, 'lib/angular/index.ts') : name),
    exported,
  );
  TestBed.configureTestingModule({
    providers: [provideHttpClient(), { provide: HttpBackend, useValue: backend }],
  });
  const pass = async (milliseconds: number) => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(milliseconds);
    TestBed.tick();
  };
  const store = TestBed.inject<any>(exported.PriceStore);
  expect(store.price.status()).toBe('loading');
  await pass(100);
  expect(store.price.value()).toBe('/prices/AAPL 1');
  store.show('MSFT');
  await pass(100);
  expect([store.price.status(), store.price.value()]).toEqual(['resolved', '/prices/MSFT 2']);
  store.hurry();
  await pass(1100);
  expect(store.price.value()).toBe('/prices/MSFT 3');
  TestBed.resetTestingModule();
  await pass(10_000);
  expect([asked.length, jest.getTimerCount()]).toEqual([3, 0]);
});
