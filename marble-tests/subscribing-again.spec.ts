import { describe, expect, it } from '@jest/globals';
import { EMPTY, of, repeat, retry, share, switchMap, take } from 'rxjs';
import { AlreadyRunningError, smartPoll } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';
import { stopTheClock } from '../spec/support/stop-the-clock.js';

stopTheClock();

describe('a second subscription', () => {
  it(
    'should error while a run is active, and leave that alone (4.5)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('  --v--|   ');
      const sourceSubs = '   ^----!   ';
      const expected = '     --v--|   ';

      const errors: unknown[] = [];
      const task = { startDue: 0, project: () => source, next: (value: string) => [value] };
      const result = smartPoll({ tasks: { a: task } });
      expectObservable(result).toBe(expected);
      cold('---x|').subscribe(() => result.subscribe({ error: (error) => errors.push(error) }));
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      flush();
      expect(errors).toEqual([expect.any(AlreadyRunningError)]);
    }),
  );

  it(
    'should not be needed where the first is shared (4.5)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  --v--w--|');
      const sourceSubs = '   ^-------!';
      const expected = '     --v--w--|';
      const later = '        ---^     ';
      const laterExpected = '-----w--|';

      const task = { startDue: 0, project: () => source, next: (value: string) => [value] };
      const result = smartPoll({ tasks: { a: task } }).pipe(share());
      expectObservable(result).toBe(expected);
      expectObservable(result, later).toBe(laterExpected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be possible after the first has ended: retry (4.5)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -v-#          ');
      const sourceSubs = [
        '                    ^--!          ',
        '                    ---^--!       ',
        '                    ------^--!    ',
      ];
      const expected = '     -v--v--v-#    ';

      const task = { startDue: 0, project: () => source, next: (value: string) => [value] };
      expectObservable(smartPoll({ tasks: { a: task } }).pipe(retry(2))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be possible after the first has ended: repeat (4.5)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -v-|      ');
      const sourceSubs = ['                    ^--!      ', '                    ---^--!   '];
      const expected = '     -v--v-|   ';

      const task = { startDue: 0, project: () => source, next: (value: string) => [value] };
      expectObservable(smartPoll({ tasks: { a: task } }).pipe(repeat(2))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be possible after the first was unsubscribed: switchMap (4.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('   -v-----        ');
      const sourceSubs = ['                     -^---!         ', '                     -----^--!      '];
      const trigger = hot('   -x---y---      ');
      const unsub = '         --------!      ';
      const expected = '      --v---v--      ';

      const task = { startDue: 0, project: () => source, next: (value: string) => [value] };
      const result = smartPoll({ tasks: { a: task } });
      expectObservable(trigger.pipe(switchMap(() => result)), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it('should be possible as the first ends, in its own stack (4.5)', () => {
    const log: string[] = [];
    const result = smartPoll({
      tasks: { a: { startDue: 0, project: () => of('v', 'w'), next: (value) => [value] } },
    });
    result.subscribe({
      next: (value) => log.push(value),
      complete: () => result.pipe(take(1), repeat(2)).subscribe((value) => log.push(value)),
    });

    expect(log).toEqual(['v', 'w', 'v', 'v']);
  });

  it('should error inside a handler, with a message that says to share() (4.5)', () => {
    const errors: unknown[] = [];
    const completed: string[] = [];
    const result = smartPoll({
      tasks: { idle: { project: () => EMPTY } },
      onRun: () => void result.subscribe({ error: (error) => errors.push(error) }),
    });
    result.subscribe({ complete: () => completed.push('first') });

    expect(errors).toEqual([expect.any(AlreadyRunningError)]);
    expect(String(errors[0])).toContain('share()');
    expect(completed).toEqual(['first']);
  });
});
