/**
 * `npm run mutation -- --mutate 'lib/keys/*.ts'` for a part: the whole takes an hour. With DOM=1 what needs a
 * DOM, `--mutate 'lib/timeline/*.ts,lib/operators/offline.ts,lib/operators/page-hidden.ts'` (no braces: Stryker splits
 * at each comma); with ANGULAR=1 `--mutate 'lib/angular/*.ts'`.
 */
export default {
  testRunner: 'command',
  buildCommand: 'node scripts/mutation/tests.mjs',
  commandRunner: { command: 'node .mutation/tests.cjs' },
  mutate: [
    'lib/**/*.ts',
    '!lib/**/index.ts',
    // Their specs are not in the run, or need one of its own.
    '!lib/{angular,bullmq,devtools,lease,observe,opentelemetry,shared,tabs,timeline}/**',
    '!lib/operators/{offline,page-hidden}.ts',
  ],
  ignorePatterns: ['bench', 'coverage', 'dist', 'examples/angular', 'site'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  concurrency: 2,
  // The tests themselves end what loops for ever; a machine that is busy is no mutant found.
  timeoutMS: 60_000,
  timeoutFactor: 1.5,
  allowEmpty: true,
};
