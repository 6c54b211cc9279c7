import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { throwError } from 'rxjs';
import { retryAfter, smartPoll } from '../../lib/index.js';
import { marbles } from '../support/marbles.js';

describe('retryAfter', () => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 7);

  it.each([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    ['007', 7_000],
    [' 5 ', 5_000],
  ])('should take seconds: %p (9.5)', (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
    expect(retryAfter(header)).toBe(expected);
  });

  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'should take an HTTP date in each of its forms, wherever it is read: %p (9.5)',
    (header) => {
      expect(retryAfter(header, now)).toBe(30_000);
      expect(retryAfter(` ${header} `, now)).toBe(30_000);
      expect(retryAfter(header, now + 60_000)).toBe(0);
    },
  );

  it.each([
    null,
    undefined,
    '',
    ' ',
    'soon',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '5s',
    '1, 2',
    'NaN',
    'Infinity',
    '2026-01-01',
    '2026-01-01T00:00:00Z',
    'Sun, 06 Nov 1994',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    'Sun, 06 Now 1994 08:49:37 GMT',
    'Sun, 66 Nov 1994 08:49:37 GMT',
    '9'.repeat(20),
    '9'.repeat(400),
  ])('should be undefined for what says neither: %p (9.5)', (header) => {
    expect(retryAfter(header, now)).toBe(undefined);
    expect(retryAfter(header)).toBe(undefined);
  });

  it('should take a list with one header, and a number, for what they say (9.5)', () => {
    expect(retryAfter(['5'] as unknown as string, now)).toBe(5_000);
    expect(retryAfter(5 as unknown as string, now)).toBe(5_000);
  });

  describe('beside a fake clock', () => {
    beforeEach(() => void jest.useFakeTimers({ now }));
    afterEach(() => void jest.useRealTimers());

    it('should compare a date with the present where it gets no other (9.5)', () => {
      expect(retryAfter('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(30_000);
    });
  });

  it(
    'should be a due for a hold, in virtual time too (9.5, 5.14)',
    marbles(({ expectObservable }) => {
      const unsub = '     --- 1s ---- 2s ----!';
      const expected = '  a 999ms b 1999ms c';
      const headers = ['1', new Date(3_000).toUTCString(), null];
      const names = ['a', 'b', 'c'];
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            repeatDue: 1,
            project: () => throwError(() => headers.shift()),
            error: (header: string | null, loop) => {
              loop.hold('work', retryAfter(header) ?? 60_000);
              return [names.shift()];
            },
          },
        },
      });
      expectObservable(source$, unsub).toBe(expected);
    }),
  );
});
