// For stryker.angular.config.mjs.
const { projects, testTimeout } = require('./jest.config.cjs');
const [, , angular] = projects;

/** @type {import('jest').Config} */
module.exports = {
  ...angular,
  testTimeout,
  transform: {
    ...angular.transform,
    '\\.(ts|mts)$': ['ts-jest', { tsconfig: 'tsconfig.test.json', diagnostics: false }],
  },
  testMatch: ['<rootDir>/spec/angular/**/*.spec.ts'],
};
