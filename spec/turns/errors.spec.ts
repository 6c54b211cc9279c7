import { describe, expect, it } from '@jest/globals';
import {
  AlreadyRunningError,
  BufferOverflowError,
  StaleLoopError,
  StandstillError,
  UnknownKeyError,
} from '../../lib/index.js';

describe('an error of the library', () => {
  it.each<[string, Error, RegExp]>([
    ['AlreadyRunningError', new AlreadyRunningError(), /already running; .* share\(\)/],
    ['BufferOverflowError', new BufferOverflowError('h', 3), /hook "h" .* 3 events; raise its limit/],
    ['StaleLoopError', new StaleLoopError(), /turn of this loop has ended; use the loop that/],
    ['StandstillError', new StandstillError(), /1,000,000 turns in one instant; .* a due above 0/],
    ['UnknownKeyError', new UnknownKeyError('k', 'remove'), /remove\(\) .* "k" \(string\); configure it/],
  ])('should have a name, and say what is wrong and what to do: %s (1.9)', (name, error, text) => {
    expect(error.name).toBe(name);
    expect(error.message).toMatch(/^smartPoll: /);
    expect(error.message).toMatch(text);
  });
});
