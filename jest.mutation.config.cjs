// For stryker.dom.config.mjs: the tests of what needs a DOM. Left out is what looks at documents and sizes.
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
  testMatch: [`<rootDir>/${process.env.TESTS ?? 'spec/{angular,operators,timeline}/**'}/*.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', 'inert-without-dom', 'spec/timeline/size', 'backoff'],
};
