/**
 * `npm run mutation -- --mutate 'lib/schedule/*.ts'` for a part: the whole takes an hour. What needs a DOM is
 * mutated by `npm run mutation -- stryker.dom.config.mjs`.
 */
export default {
  testRunner: 'command',
  buildCommand: 'node scripts/mutation/tests.mjs',
  commandRunner: { command: 'node .mutation/tests.cjs' },
  mutate: [
    'lib/**/*.ts',
    '!lib/**/index.ts',
    '!lib/{angular,timeline}/**',
    '!lib/operators/{offline,page-hidden}.ts',
  ],
  ignorePatterns: ['bench', 'coverage', 'dist', 'docs/pictures', 'examples/angular', 'site'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  concurrency: 2,
  // A mutant that loops for ever is found out soon.
  timeoutMS: 2000,
  timeoutFactor: 1,
  allowEmpty: true,
};
