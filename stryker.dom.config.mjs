import whole from './stryker.config.mjs';

/** `npm run mutation -- stryker.dom.config.mjs`: what needs a DOM, through Jest's own runner. */
export default {
  ...whole,
  testRunner: 'jest',
  buildCommand: undefined,
  jest: { configFile: 'jest.mutation.config.cjs' },
  coverageAnalysis: 'perTest',
  mutate: ['lib/{angular,timeline}/**/*.ts', '!lib/**/index.ts', 'lib/operators/{offline,page-hidden}.ts'],
};
