const transform = { '\\.(ts|mts)$': ['ts-jest', { tsconfig: 'tsconfig.test.json' }] };
const moduleNameMapper = { '^(\\.{1,2}/.*)\\.js$': '$1', '^rxjs-smartpoll$': '<rootDir>/lib/index.ts' };
// The folder of another RxJS to test with.
const { RXJS } = process.env;
if (RXJS) moduleNameMapper['^rxjs(/.*)?$'] = `${RXJS}$1`;

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      displayName: 'spec',
      testMatch: ['<rootDir>/spec/**/*.spec.ts'],
      testEnvironment: 'node',
      modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
      transform,
      moduleNameMapper,
    },
    {
      displayName: 'marbles',
      testMatch: ['<rootDir>/marble-tests/**/*.spec.ts'],
      testEnvironment: 'node',
      modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
      transform,
      moduleNameMapper,
    },
  ],
  testTimeout: 30_000,
  collectCoverageFrom: ['lib/**/*.ts'],
};
