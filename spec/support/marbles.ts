import { expect } from '@jest/globals';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';

/** A test body that runs in virtual time, from frame 0, a millisecond a frame. */
export const marbles = (body: (helpers: RunHelpers) => void) => () =>
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(body);
