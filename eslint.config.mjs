import js from '@eslint/js';
import rxjsX from 'eslint-plugin-rxjs-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const oneClock = 'The only clock is lib/time/clock.ts.';
const off = (plugin, ...rules) => Object.fromEntries(rules.map((rule) => [`${plugin}/${rule}`, 'off']));
const any = [
  'no-explicit-any',
  'no-unsafe-argument',
  'no-unsafe-assignment',
  'no-unsafe-call',
  'no-unsafe-member-access',
  'no-unsafe-return',
];

export default defineConfig(
  // The bench and the faults have packages of their own.
  {
    ignores: [
      'dist',
      'bench',
      'faults-bullmq',
      'faults',
      'telemetry',
      'coverage',
      'site',
      'website',
      'examples/angular',
      'examples/panel/e2e',
      'examples/partitions',
      'examples/replicas',
      'spec/package',
      'spec/angular-22',
      '.stryker-tmp',
      '.mutation',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        ['console', 'process', 'module', 'URL', 'AbortSignal', 'EventTarget'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, rxjsX.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowArray: true }],
      ...off(
        '@typescript-eslint',
        // Calls change fields between two looks at them; hosts and users without types give what types exclude.
        'no-unnecessary-condition',
        // `if (…) return this.stop();` is how a method with nothing to return ends early.
        'no-confusing-void-expression',
        'no-meaningless-void-operator',
        // `{}` is where inference starts, `void` a result that handlers may have.
        'no-empty-object-type',
        'no-invalid-void-type',
        // Handlers are declared as methods for their variance; `noUncheckedIndexedAccess` knows no invariants.
        'unbound-method',
        'no-non-null-assertion',
        'no-unnecessary-type-arguments',
      ),
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      // Nothing deprecated but `new Subscriber(observer)`, subscribing without a detour, and what is made of it.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'rxjs', name: ['Subscriber', 'TimeoutError'] }] },
      ],
      ...off(
        '@typescript-eslint',
        // The inference of keys, values and outputs needs `any`; what users hand in is looked at, whatever it is.
        ...any,
      ),
      // The classes are internal: what is public is what index.ts exports.
      ...off('rxjs-x', 'no-exposed-subjects'),
    },
  },
  {
    // A key's schedule is a Subject, a first stage an Observable: lists of them are no streams that are forgotten.
    files: ['lib/keys/*.ts', 'lib/work/work.ts', 'lib/turns/*.ts'],
    rules: off('rxjs-x', 'no-subclass', 'no-floating-observables'),
  },
  {
    files: ['lib/**/*.ts'],
    // A lease looks at both clocks of the host (D-080); DevTools and what people see go by theirs (D-135).
    ignores: [
      'lib/time/clock.ts',
      'lib/lease/expiry.ts',
      'lib/devtools/frames.ts',
      'lib/devtools/performance-tracks.ts',
    ],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance'].map((name) => ({
          name,
          message: oneClock,
        })),
      ],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: oneClock }],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: oneClock },
      ],
    },
  },
  {
    // Tests hand in what must not be, and look at what comes of it.
    files: ['spec/**/*.ts', 'marble-tests/**/*.ts'],
    rules: {
      ...off(
        '@typescript-eslint',
        'ban-ts-comment',
        ...any,
        'no-deprecated',
        'no-require-imports',
        'no-unnecessary-type-assertion',
        'no-unnecessary-type-parameters',
        'only-throw-error',
        'require-await',
        'restrict-template-expressions',
      ),
      ...off(
        'rxjs-x',
        'no-floating-observables',
        'no-ignored-default-value',
        'no-ignored-error',
        'no-implicit-any-catch',
        'no-nested-subscribe',
        'throw-error',
      ),
    },
  },
);
