import { describe, expect, it } from '@jest/globals';
import { repeat } from 'rxjs';
import { smartPoll, type ControlLoop, type Due } from '../lib/index.js';
import { driven, due, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('startDue', () => {
  it.each<[string, Due | ((now: Date) => Due | null)]>([
    ['milliseconds', 3],
    ['a date', new Date(3)],
    ['a function', (now) => new Date(now.getTime() + 3)],
  ])('should schedule a task as the run starts, given as %s (1.10)', (_, startDue) =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('      -(v|)');
      const sourceSubs = '   ---^!';
      const expected = '     ----(v|)';

      const result = smartPoll({
        tasks: { a: { startDue, project: () => source, next: (value) => [value] } },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it.each<[string, undefined | null | (() => null)]>([
    ['left out', undefined],
    ['null', null],
    ['a function that returns null', () => null],
  ])('should leave a task unscheduled, %s (1.10)', (_, startDue) =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -(v|)');
      const sourceSubs: string[] = [];
      const expected = '     |    ';

      const task = { project: () => source, next: (value: string) => [value] };
      const result = smartPoll({ tasks: { a: startDue === undefined ? task : { ...task, startDue } } });
      expectObservable(result).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it(
    'should be evaluated in each run, with the time at which it starts (1.10)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('    (v|)     ');
      const sourceSubs = ['  --(^!)     ', '     -----(^!)'];
      const expected = '     --v--(v|)  ';

      const asked: number[] = [];
      const startDue = (now: Date) => asked.push(now.getTime()) + 1;
      const result = smartPoll({
        tasks: { a: { startDue, project: () => source, next: (value) => [value] } },
      });
      expectObservable(result.pipe(repeat(2))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      flush();
      expect(asked).toEqual([0, 2]);
    }),
  );
});

describe('repeatDue', () => {
  it(
    'should schedule a task again as its run ends, with a value (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  --(v|)          ');
      const sourceSubs = [
        '                    ^-!             ',
        '                    -----^-!        ',
        '                    ----------^-!   ',
      ];
      const never = hot<Command>('--------------');
      const unsub = '        --------------! ';
      const expected = '     --v----v----v-  ';

      expectObservable(driven(source, never, { startDue: 0, repeatDue: 3 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should count from the end of the last turn (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  -(v|)          ');
      const sourceSubs = ['                    ^!             ', '                    ------^!       '];
      const turn = cold('     --|           ');
      const turnSubs = ['                    -^-!           ', '                    -------^-!     '];
      const never = hot<Command>('----------');
      const unsub = '        -----------!   ';
      const expected = '     -----------    ';

      const task = { startDue: 0, repeatDue: 3, next: () => turn };
      expectObservable(driven(source, never, task), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should schedule a task again after a run without a value (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  --|         ');
      const sourceSubs = ['                    ^-!         ', '                    -----^-!    '];
      const never = hot<Command>('---------');
      const unsub = '        ---------!  ';
      const expected = '     ---------   ';

      expectObservable(driven(source, never, { startDue: 0, repeatDue: 3 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should schedule a task again after a handled error (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  --#         ');
      const sourceSubs = ['                    ^-!         ', '                    -----^-!    '];
      const never = hot<Command>('---------');
      const unsub = '        ---------!  ';
      const expected = '     --e----e-   ';

      const task = { startDue: 0, repeatDue: 3, error: () => ['e'] };
      expectObservable(driven(source, never, task), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be asked with the time at which the run ended, and end the repetition with null (1.10)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('  --(v|)       ');
      const sourceSubs = ['                    ^-!          ', '                    ------^-!    '];
      const expected = '     --v-----(v|) ';

      const asked: number[] = [];
      const repeatDue = (now: Date) => {
        asked.push(now.getTime());
        return now.getTime() < 5 ? new Date(6) : null;
      };
      const task = { startDue: 0, repeatDue, project: () => source, next: (value: string) => [value] };
      expectObservable(smartPoll({ tasks: { a: task } })).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      flush();
      expect(asked).toEqual([2, 8]);
    }),
  );

  it(
    'should leave alone a schedule that its own handler has set (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  --(v|)           ');
      const sourceSubs = ['                    ^-!              ', '                    --------^-!      '];
      const never = hot<Command>('------------');
      const unsub = '        ------------!    ';
      const expected = '     ------------     ';

      const next = (_: unknown, loop: ControlLoop<string>) => loop.schedule('a', 6);
      expectObservable(driven(source, never, { startDue: 0, repeatDue: 3, next }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it.each<[string, (loop: ControlLoop<string>) => void]>([
    ['unschedule', (loop) => loop.unschedule('a')],
    ['schedule with null', (loop) => loop.schedule('a', null)],
  ])('should leave alone a schedule that was cleared with %s since the start (1.10)', (_, clear) =>
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          --(v|)       ');
      const sourceSubs = '           ^-!          ';
      const commands = hot<Command>('-c-----------', { c: clear });
      const unsub = '                ------------!';
      const expected = '             --v----------';

      const task = { startDue: 0, repeatDue: 3 };
      expectObservable(driven(source, commands, task), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it(
    'should leave alone a schedule that another handler has set since the start (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          --(v|)        ');
      const sourceSubs = [
        '                            ^-!           ',
        '                            --------^-!   ',
      ];
      const commands = hot<Command>('-s------------', { s: (loop) => loop.scheduleSooner('a', 7) });
      const unsub = '                ------------!  ';
      const expected = '             --v-------v--  ';

      expectObservable(driven(source, commands, { startDue: 0, repeatDue: 3 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should not count what was called before the start (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          -(v|)         ');
      const sourceSubs = [
        '                            ^!            ',
        '                            ---^!         ',
        '                            -------^!     ',
      ];
      const commands = hot<Command>('--s-----------', { s: (loop) => loop.schedule('a', 1) });
      const unsub = '                ----------!    ';
      const expected = '             -v--v---v--    ';

      expectObservable(driven(source, commands, { startDue: 0, repeatDue: 3 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it.each<[string, (loop: ControlLoop<string>) => void]>([
    ['cancel', (loop) => void loop.cancel('a')],
    ['remove', (loop) => loop.remove('a')],
    ['drain', (loop) => loop.drain()],
  ])('should not schedule a task again after %s (1.10)', (name, stop) =>
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ---|         ');
      const sourceSubs = name === 'drain' ? '^--!' : '^-!';
      const commands = hot<Command>('--s----------', { s: stop });
      const unsub = '                ------------!';
      const expected = name === 'drain' ? '---|' : '-------------';

      const task = { startDue: 0, repeatDue: 3 };
      expectObservable(driven(source, commands, task), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it(
    'should leave it to handlers to reschedule a task without one (1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          --(v|)       ');
      const sourceSubs = '           ^-!          ';
      const commands = hot<Command>('-----d-------', { d: (loop) => [due(loop)] });
      const unsub = '                ------------!';
      const expected = '             --v--n-------';

      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, {
        v: 'v',
        n: 'none',
      });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );
});
