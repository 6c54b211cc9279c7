import { describe, expect, it } from '@jest/globals';
import { NEVER, of, timer } from 'rxjs';
import { LoopCommands, smartPoll, type ControlLoop, type LoopEvent } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('LoopCommands', () => {
  it(
    'should run what is posted in a turn, at once while the loop is idle, and emit what it returns (9.1)',
    marbles(({ cold, expectObservable }) => {
      const commands = new LoopCommands<'work', string>();
      const work = cold('  -v|');
      const posts = cold(' ---a--');
      const unsub = '      -------!';
      const expected = '   ---av--';
      posts.subscribe((value) =>
        commands.post((loop) => {
          loop.schedule('work', 0);
          return [value];
        }),
      );
      const source$ = smartPoll({
        tasks: { work: { project: () => work, next: (value) => [value] } },
        hooks: { commands },
      });
      expectObservable(source$, unsub).toBe(expected);
    }),
  );

  it(
    'should run commands one after the other, each in a turn of its own (9.1, 3.1)',
    marbles(({ cold, expectObservable, flush }) => {
      const commands = new LoopCommands<'work'>();
      const turns: string[] = [];
      const posts = cold(' -(abc)');
      const unsub = '      ---------!';
      posts.subscribe((name) => commands.post(() => (turns.push(name), timer(2) as never)));
      const events: LoopEvent[] = [];
      const source$ = smartPoll({
        tasks: { work: { project: () => NEVER } },
        hooks: { commands },
        monitor: { next: (event) => void events.push(event) },
      });
      expectObservable(source$, unsub).toBe('---0-0-0-', { 0: 0 });
      flush();
      expect(turns).toEqual(['a', 'b', 'c']);
      const starts = events.filter(({ type }) => type === 'turn-start');
      expect(starts.map(({ time }) => time)).toEqual([1, 3, 5]);
    }),
  );

  it('should drop what is posted while no run is active (9.1)', () => {
    const commands = new LoopCommands<'work'>();
    const seen: ControlLoop<'work'>[] = [];
    const command = (loop: ControlLoop<'work'>): void => void seen.push(loop);
    const loop$ = smartPoll({ tasks: { work: { project: () => NEVER } }, hooks: { commands } });
    commands.post(command);
    const run = loop$.subscribe();
    expect(seen.length).toBe(0);
    commands.post(command);
    run.unsubscribe();
    commands.post(command);
    expect(seen.length).toBe(1);
  });

  it('should end the run with what a command throws (9.1, 4.2)', () => {
    const commands = new LoopCommands<'work'>();
    const errors: unknown[] = [];
    smartPoll({ tasks: { work: { project: () => NEVER } }, hooks: { commands } }).subscribe({
      error: (error: unknown) => errors.push(error),
    });
    commands.post(() => {
      throw 'command';
    });
    expect(errors).toEqual(['command']);
  });

  it.each([
    [true, false],
    [false, true],
  ])('should keep the run alive, unless it is not to: %s (9.1, 4.6)', (keepsAlive, completes) => {
    const commands = new LoopCommands<'work'>(keepsAlive);
    let completed = false;
    const run = smartPoll({
      tasks: { work: { startDue: 0, project: () => of(1) } },
      hooks: { commands, other: { source: of(1) } },
    }).subscribe({ complete: () => (completed = true) });
    expect(completed).toBe(completes);
    run.unsubscribe();
  });
});
