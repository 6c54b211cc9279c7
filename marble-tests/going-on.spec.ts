import { describe, expect, it } from '@jest/globals';
import { ignoreElements, of, timer, type Observable } from 'rxjs';
import { smartPoll, type ControlLoop, type LoopEvent, type Task } from '../lib/index.js';
import { driven, due, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('repeating', () => {
  const polled = (source: Observable<string>, clicks: Observable<string>, command: Command) =>
    smartPoll({
      tasks: {
        a: { startDue: 0, repeatDue: 3, overlap: 'exhaust', project: () => source, next: (v) => [v] },
      },
      hooks: { clicks: { source: clicks, next: (_, loop) => command(loop) } },
    });

  it.each<[string, Command]>([
    ['schedule', (loop) => loop.schedule('a', 0)],
    ['scheduleSooner', (loop) => loop.scheduleSooner('a', 0)],
  ])('should go on where exhaust drops a click during the poll: %s (1.10, 5.5)', (_, command) => {
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('  --v|');
      const clicks = hot('   -c----------------');
      const unsub = '        ------------------!';
      const expected = '     --v-----v-----v----';
      expectObservable(polled(source, clicks, command), unsub).toBe(expected);
    })();
  });

  it(
    'should end where the key is unscheduled during the poll, a dropped click before or after it or not (1.10, 1.4)',
    marbles(({ cold, hot, expectObservable }) => {
      const alone = cold('  --v|');
      const unscheduled = ' -u---|';
      const expected = '    --v--|';
      expectObservable(polled(alone, hot(unscheduled), (loop) => loop.unschedule('a'))).toBe(expected);
      const clicked = '     cu---|';
      let calls = 0;
      expectObservable(
        polled(cold('--v|'), hot(clicked), (loop) =>
          calls++ === 0 ? loop.schedule('a', 0) : loop.unschedule('a'),
        ),
      ).toBe(expected);
    }),
  );

  it(
    'should count for nothing where the function removes its key, or removes and adds it (1.10, 5.6)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('   -|');
      const sourceSubs1 = '   ^!';
      const sourceSubs2 = '   ^!';
      const expected = '      ---------|';
      // A run of the task ends during the turn of a hook, whose loop works then.
      const run = (repeatDue: (loop: ControlLoop<any>) => number) => {
        let loop: ControlLoop<any>;
        return smartPoll({
          tasks: { a: { startDue: 0, project: () => source, repeatDue: () => repeatDue(loop) } },
          hooks: {
            turn: {
              source: cold('t|'),
              next: (_, own) => ((loop = own), timer(9).pipe(ignoreElements())),
            },
          },
        });
      };
      const added = cold('    v|');
      expectObservable(run((loop) => (loop.remove('a'), 1))).toBe(expected);
      expectObservable(
        run((loop) => {
          loop.remove('a');
          loop.add('a', { project: () => added });
          return 1;
        }),
      ).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe([sourceSubs1, sourceSubs2]);
      expectSubscriptions(added.subscriptions).toBe([]);
    }),
  );

  it('should not begin where a startDue function adds its own key: add refuses it (1.10, 5.6)', () => {
    const thrown: unknown[] = [];
    const project = () => of('v');
    const inner: Task<string, string> = { project };
    smartPoll({
      entries: [] as [string, Task<string, string>][],
      onRun: (loop) => {
        try {
          loop.add('a', { project, startDue: () => (loop.add('a', inner), 0) });
        } catch (error) {
          thrown.push(error, loop.has('a'), loop.dueTime('a'));
        }
      },
    }).subscribe();
    expect(thrown).toEqual([expect.any(TypeError), true, undefined]);
    expect(String(thrown[0])).toContain('"a"');
  });
});

describe('concat', () => {
  const again: Command = (loop) => loop.schedule('a', 0);

  it(
    'should count each due of another turn while it waits for a pause, one turn being one (5.5, 5.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('  -v|');
      const commands = hot(' -stsd|', {
        s: again,
        t: (loop: ControlLoop<any>) => (again(loop), again(loop)),
        d: (loop: ControlLoop<any>) => [due(loop)],
      });
      const pause = hot('    t---f|', { t: true, f: false });
      const expected = '     ----dv-v-v|';
      const source$ = smartPoll({
        tasks: { a: { overlap: 'concat', project: () => source, next: (v) => [v] } },
        hooks: { commands: { source: commands, next: (command: any, loop): any => command(loop) } },
        pause,
      });
      expectObservable(source$).toBe(expected, { d: 1, v: 'v' });
    }),
  );

  it(
    'should leave ticks that wait alone as a future due comes, and take all back with unschedule (5.5, 1.4)',
    marbles(({ cold, hot, expectObservable }) => {
      const started = '        ---v---v-----------------v|';
      const once = '           ---v|';
      const kept = cold('      ---v|');
      const ahead = hot('      ssf|', { s: again, f: (loop: ControlLoop<any>) => loop.schedule('a', 20) });
      expectObservable(driven(kept, ahead, { overlap: 'concat' })).toBe(started);
      const dropped = cold('   ---v|');
      const cleared = hot('    ssfu|', {
        s: again,
        f: (loop: ControlLoop<any>) => loop.schedule('a', 20),
        u: (loop: ControlLoop<any>) => loop.unschedule('a'),
      });
      expectObservable(driven(dropped, cleared, { overlap: 'concat' })).toBe(once);
    }),
  );

  it(
    'should say of a counted tick when it is due, and that it is ready: dueTime, stopTimer, explain (5.5, 1.6, 7.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('    -------v|');
      const commands = hot('   sssfdet|', {
        s: again,
        f: (loop: ControlLoop<any>) => loop.schedule('a', 90),
        d: (loop: ControlLoop<any>) => [due(loop)],
        t: (loop: ControlLoop<any>) => [loop.stopTimer('a')],
        e: (loop: ControlLoop<any>) => [loop.explain('a').reason],
      });
      const expected = '       ----detv-------v-------v|';
      expectObservable(driven(source, commands, { overlap: 'concat' })).toBe(expected, {
        d: 1,
        t: true,
        e: 'running',
        v: 'v',
      });
    }),
  );
});

describe('monitors', () => {
  it('should each get every event, though one throws (7.1)', () => {
    const seen: string[][] = [[], []];
    const into = (i: number) => ({ next: ({ type }: LoopEvent) => void seen[i]!.push(type) });
    const monitor = [
      into(0),
      {
        next: () => {
          throw new Error('monitor');
        },
      },
      {},
      into(1),
    ];
    const told: unknown[] = [];
    smartPoll({ tasks: { a: { startDue: 0, project: () => of(1), next: (v) => [v] } }, monitor }).subscribe({
      next: (value) => told.push(value),
      complete: () => told.push('complete'),
    });
    expect(told).toEqual([1, 'complete']);
    expect(seen[0]).toContain('turn-end');
    expect(seen[0]!.at(-1)).toBe('complete');
    expect(seen[1]).toEqual(seen[0]);
  });
});
