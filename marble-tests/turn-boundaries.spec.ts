import { describe, expect, it } from '@jest/globals';
import { EMPTY, of, Subject, timer } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { driven, obey, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('between two turns', () => {
  it(
    'should start no first stage while an asynchronous turn lasts (2.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)       ');
      const sourceSubs = '           ------(^!) ';
      const turn = cold('              ----|    ');
      const turnSubs = '             --^---!    ';
      const commands = hot<Command>('--s--------', { s: (loop) => (loop.schedule('a', 0), turn) });
      const unsub = '                -----------!';
      const expected = '             ------v----';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should start a key whose timer fired during a turn as the turn ends (2.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)       ');
      const sourceSubs = '           ------(^!) ';
      const turn = cold('              ----|    ');
      const commands = hot<Command>('--s--------', { s: (loop) => (loop.schedule('a', 2), turn) });
      const unsub = '                -----------!';
      const expected = '             ------v----';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should start no first stage inside a synchronous handler (2.1)',
    marbles(({ hot, expectObservable, flush }) => {
      const commands = hot<Command>('--s--', {
        s: (loop) => {
          log.push('called');
          loop.schedule('a', 0);
          log.push('returns');
        },
      });
      const unsub = '                -----!';
      const expected = '             -----';

      const log: string[] = [];
      const result = smartPoll({
        tasks: { a: { project: () => (log.push('starts'), EMPTY) } },
        hooks: { commands: obey(commands) },
      });
      expectObservable(result, unsub).toBe(expected);
      flush();
      expect(log).toEqual(['called', 'returns', 'starts']);
    }),
  );

  it.each<[string, Command, string, string[]]>([
    ['0, then cleared', (loop) => (loop.schedule('a', 0), loop.unschedule('a')), '----------', []],
    ['cleared, then 0', (loop) => (loop.unschedule('a'), loop.schedule('a', 0)), '--v-------', ['--(^!)']],
    [
      '5, 1, then 3',
      (loop) => (loop.schedule('a', 5), loop.schedule('a', 1), loop.schedule('a', 3)),
      '-----v----',
      ['-----(^!)'],
    ],
    ['0, then 4', (loop) => (loop.schedule('a', 0), loop.schedule('a', 4)), '------v---', ['------(^!)']],
  ])('should let the last schedule of a turn win: %s (2.1)', (_, s, expected, sourceSubs) =>
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)');
      const commands = hot<Command>('--s-------', { s });
      const unsub = '                ----------!';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it(
    'should start every ready key before the next turn (2.1)',
    marbles(({ hot, expectObservable, flush }) => {
      const commands = hot<Command>('-s(tu)---', {
        s: () => timer(3),
        t: (loop) => {
          log.push('turn t');
          loop.schedule('a', 0);
          loop.schedule('b', 0);
        },
        u: () => void log.push('turn u'),
      });
      const unsub = '                ---------!';
      const expected = '             ----0----';

      const log: string[] = [];
      const task = {
        project: ({ key }: { key: string }) => of(key),
        next: (key: string) => void log.push(`turn ${key}`),
      };
      const start = ({ key }: { key: string }) => (log.push(`start ${key}`), of(key));
      const result = smartPoll({
        tasks: { a: { ...task, project: start }, b: { ...task, project: start } },
        hooks: { commands: obey(commands) },
      });
      expectObservable(result, unsub).toBe(expected, { 0: 0 });
      flush();
      expect(log.slice(0, 3)).toEqual(['turn t', 'start a', 'start b']);
      expect(log.slice(3).sort()).toEqual(['turn a', 'turn b', 'turn u']);
    }),
  );

  it(
    'should let no event that a start causes come before the other starts (2.1)',
    marbles(({ hot, expectObservable, flush }) => {
      const commands = hot<Command>('-s---', { s: (loop) => (loop.schedule('a', 0), loop.schedule('b', 0)) });
      const unsub = '                -----!';
      const expected = '             -----';

      const log: string[] = [];
      const events = new Subject<string>();
      const result = smartPoll({
        tasks: {
          a: { project: () => (log.push('start a'), events.next('event'), EMPTY) },
          b: { project: () => (log.push('start b'), EMPTY) },
        },
        hooks: {
          commands: obey(commands),
          events: { source: events, next: (event) => void log.push(event) },
        },
      });
      expectObservable(result, unsub).toBe(expected);
      flush();
      expect(log).toEqual(['start a', 'start b', 'event']);
    }),
  );
});
