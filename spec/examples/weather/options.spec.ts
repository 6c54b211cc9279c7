import { describe, it, expect } from '@jest/globals';
import { parseOptions } from '../../../examples/weather/options.js';

describe('options of the weather example', () => {
  it('should have a default for each', () => {
    expect(parseOptions([])).toEqual({
      help: false,
      for: undefined,
      port: 0,
      seed: 279,
      faults: 0.1,
      down: [],
      impatient: false,
    });
  });

  it('should take each', () => {
    const line =
      '--for 2.5 --port 4100 --seed 7 --faults 0.5 --down cirrus --down stratus --impatient --help';
    expect(parseOptions(line.split(' '))).toEqual({
      help: true,
      for: 2500,
      port: 4100,
      seed: 7,
      faults: 0.5,
      down: ['cirrus', 'stratus'],
      impatient: true,
    });
  });

  it.each([
    [['--for', 'ever'], "--for takes seconds from 0.1 to 86400, got 'ever'"],
    [['--for', ''], "--for takes seconds from 0.1 to 86400, got ''"],
    [['--for', '0'], "--for takes seconds from 0.1 to 86400, got '0'"],
    [['--for=-3'], "--for takes seconds from 0.1 to 86400, got '-3'"],
    [['--port', '65533'], "--port takes a port from 0 to 65532, got '65533'"],
    [['--port', '80.5'], "--port takes a whole number, got '80.5'"],
    [['--seed', 'x'], "--seed takes a number from 0 to 4294967295, got 'x'"],
    [['--faults', '2'], "--faults takes a share from 0 to 1, got '2'"],
    [['--down', 'cumulus'], "--down takes one of cirrus, nimbus, stratus, got 'cumulus'"],
    [['--fast'], "Unknown option '--fast'"],
    [['now'], "Unexpected argument 'now'"],
    [['--for'], "Option '--for <value>' argument missing"],
    [['--for', '-3'], "Option '--for' argument is ambiguous"],
  ])('should refuse %j in one line', (args, message) => {
    const refused = catchError(() => parseOptions(args));
    expect(refused.message).toContain(message);
    expect(refused.message).not.toContain('\n');
  });
});

function catchError(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
