import { describe, expect, it } from '@jest/globals';
import { map, Subject, timer } from 'rxjs';
import { smartPoll, type ControlLoop } from '../../lib/index.js';
import { obey, type Command } from '../support/driven.js';
import { FakeWorld } from '../support/fake-world.js';

/** Starts, by key and time, in a world whose two clocks are far apart; `steps` are told what to do at which time. */
function startsOf(
  tasks: Record<string, object>,
  lengths: Record<string, number[]>,
  steps: Record<number, (loop: ControlLoop<any>) => void>,
  options: object = {},
) {
  const world = new FakeWorld();
  try {
    const begin = world.monotonic;
    const starts: string[] = [];
    const commands = new Subject<Command>();
    const run = smartPoll({
      entries: Object.entries(tasks).map(([key, task]) => [
        key,
        {
          ...task,
          project: () => {
            starts.push(`${key} ${world.monotonic - begin}`);
            return timer(lengths[key]!.shift() ?? 10).pipe(map(() => key));
          },
        },
      ]),
      hooks: { commands: obey(commands) },
      ...options,
    } as never).subscribe({ error: (error) => starts.push(`error ${error}`) });
    let now = 0;
    for (const [time, step] of Object.entries(steps)) {
      world.pass(Number(time) - now);
      now = Number(time);
      commands.next(step);
    }
    world.pass(1_000);
    const { waiting } = world;
    run.unsubscribe();
    return { starts, waiting };
  } finally {
    world.restore();
  }
}

const again = (loop: ControlLoop<any>) => loop.schedule('a', 0);

describe('a counted tick', () => {
  const spaced = { a: { startDue: 0, overlap: 'concat', minInterval: 100 } };

  it('should wait until minInterval is over, from the start of the last run (5.5, 5.11)', () => {
    const { starts, waiting } = startsOf(spaced, { a: [150] }, { 5: again, 110: again });
    expect(starts).toEqual(['a 0', 'a 150', 'a 250']);
    expect(waiting).toBe(0);
  });

  it('should not start, nor leave a timer, where it is taken back while it waits so (1.4, 5.5)', () => {
    const steps = { 5: again, 110: again, 200: (loop: ControlLoop<any>) => loop.unschedule('a') };
    const { starts, waiting } = startsOf(spaced, { a: [150] }, steps);
    expect(starts).toEqual(['a 0', 'a 150']);
    expect(waiting).toBe(0);
  });

  it('should not start where it is taken back while it stands in line (1.4, 5.3, 5.5)', () => {
    const tasks = { a: { startDue: 0, overlap: 'concat' }, b: { startDue: 6, priority: 1 } };
    const lengths = { a: [10], b: [20] };
    const steps = { 5: again, 15: (loop: ControlLoop<any>) => loop.unschedule('a') };
    const { starts } = startsOf(tasks, lengths, steps, { concurrent: 1 });
    expect(starts).toEqual(['a 0', 'b 10']);
    const { starts: kept } = startsOf(tasks, { a: [10], b: [20] }, { 5: again }, { concurrent: 1 });
    expect(kept).toEqual(['a 0', 'b 10', 'a 30']);
  });
});
