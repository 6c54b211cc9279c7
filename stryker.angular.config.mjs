import whole from './stryker.config.mjs';

/** `npm run mutation -- stryker.angular.config.mjs`: what needs Angular, through Jest's own runner. */
export default {
  ...whole,
  testRunner: 'jest',
  buildCommand: undefined,
  jest: { configFile: 'jest.mutation.config.cjs' },
  coverageAnalysis: 'perTest',
  mutate: ['lib/angular/**/*.ts', '!lib/**/index.ts'],
};
