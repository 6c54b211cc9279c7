const transform = { '\\.(ts|mts)$': ['ts-jest', { tsconfig: 'tsconfig.test.json' }] };
const testRunner = '<rootDir>/scripts/test-runner.cjs';
// A look-up in the global scope of a test file takes far longer than anywhere else: what no test replaces is handed in.
const sandboxInjectedGlobals = [
  'Array',
  'Error',
  'Infinity',
  'JSON',
  'Map',
  'Math',
  'Object',
  'Set',
  'Symbol',
  'TypeError',
];
const moduleNameMapper = {
  '^(\\.{1,2}/.*)\\.js$': '$1',
  '^rxjs-smartpoll$': '<rootDir>/lib/index.ts',
  '^rxjs-smartpoll/([^/]+)$': '<rootDir>/lib/$1/index.ts',
};
// The folder of another RxJS to test with.
const { RXJS } = process.env;
if (RXJS) moduleNameMapper['^rxjs(/.*)?$'] = `${RXJS}$1`;

// The node_modules of another Angular, and of the RxJS that it takes, to test with.
const { ANGULAR } = process.env;
const moduleDirectories = [...(ANGULAR ? [ANGULAR] : []), 'node_modules'];

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      displayName: 'spec',
      testMatch: ['<rootDir>/spec/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/spec/angular'],
      testEnvironment: 'node',
      modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
      testRunner,
      sandboxInjectedGlobals,
      transform,
      moduleNameMapper,
    },
    {
      displayName: 'marbles',
      testMatch: ['<rootDir>/marble-tests/**/*.spec.ts'],
      testEnvironment: 'node',
      modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
      testRunner,
      sandboxInjectedGlobals,
      transform,
      moduleNameMapper,
    },
    {
      displayName: 'angular',
      testMatch: [`<rootDir>/spec/${ANGULAR ? '{angular,angular-22}' : 'angular'}/**/*.spec.ts`],
      testEnvironment: 'jsdom',
      testRunner,
      sandboxInjectedGlobals,
      // Angular comes as ES modules alone.
      transform: {
        ...transform,
        '\\.mjs$': ['ts-jest', { tsconfig: 'tsconfig.angular.json', diagnostics: false }],
      },
      transformIgnorePatterns: ['/node_modules/.*(?<!\\.mjs)$'],
      moduleNameMapper,
      moduleDirectories,
    },
  ],
  // Each file runs for itself, and most only compute: a core each, where Jest would leave one out.
  maxWorkers: '100%',
  testTimeout: 30_000,
  collectCoverageFrom: ['lib/**/*.ts'],
};
