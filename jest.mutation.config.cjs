// For Stryker: what holds the behaviour of lib/. Left out, for time, is what looks at sources, types, documents
// and the example, and what takes seconds. TESTS='spec/schedule' takes fewer, for a quicker start.
const { projects, ...config } = require('./jest.config.cjs');
const slow = [
  'architecture',
  'docs',
  'examples',
  'package',
  'pictures',
  'recipes',
  'types',
  'statements',
  'model/programs',
];

/** @type {import('jest').Config} */
module.exports = {
  ...config,
  transform: { '\\.(ts|mts)$': ['ts-jest', { tsconfig: 'tsconfig.test.json', diagnostics: false }] },
  moduleNameMapper: projects[0].moduleNameMapper,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/${process.env.TESTS ?? '{spec,marble-tests}/**'}/*.spec.ts`],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...slow.map((name) => `<rootDir>/spec/${name}`),
    'backlog',
    'cost.spec',
    'size.spec',
  ],
};
