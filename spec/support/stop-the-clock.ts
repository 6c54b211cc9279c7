import { afterEach, beforeEach, jest } from '@jest/globals';

/**
 * The host's clock stands still in each test of the file. So the loop does not yield to the host, however
 * slow that is (2.5), and what is synchronous can be tested as such.
 */
export const stopTheClock = (): void => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
};
