/** `npm run mutation -- --mutate 'lib/schedule/**'` for a part: the whole takes long. */
export default {
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.cjs' },
  coverageAnalysis: 'perTest',
  mutate: ['lib/**/*.ts', '!lib/**/index.ts'],
  ignorePatterns: ['bench', 'coverage', 'dist', 'docs/pictures', 'examples/angular', 'site'],
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  concurrency: 1,
  // A mutant that loops for ever is found out soon.
  timeoutMS: 3000,
  timeoutFactor: 1.5,
  ignoreStatic: false,
  allowEmpty: true,
};
