import { describe, expect, it } from '@jest/globals';
import { EMPTY, of, Subject, type Observable } from 'rxjs';
import { smartPoll } from '../../lib/index.js';

const backlog = 1_000_000;

/** Queues events behind one slow turn, and tells what became of them as the run completes. */
const drainBacklog = async (
  count: number,
  next: (n: number) => void | readonly number[] | Observable<number>,
): Promise<{ handled: number; outputs: number; inOrder: boolean }> => {
  const gate = new Subject<never>();
  const events = new Subject<number>();
  let handled = 0;
  let outputs = 0;
  let inOrder = true;
  await new Promise<void>((resolve, reject) => {
    smartPoll({
      tasks: { idle: { project: () => EMPTY } },
      hooks: {
        events: {
          source: events,
          next: (n) => {
            inOrder &&= n === handled;
            handled += 1;
            return n === 0 ? gate : next(n);
          },
        },
      },
    }).subscribe({ next: () => outputs++, complete: resolve, error: reject });
    for (let n = 0; n < count; n++) events.next(n);
    events.complete();
    expect(handled).toBe(1);
    gate.complete();
  });
  return { handled, outputs, inOrder };
};

describe('a backlog', () => {
  it('of a million events behind one slow turn should be handled, in order and constant stack (3.3)', async () => {
    expect(await drainBacklog(backlog, () => {})).toEqual({ handled: backlog, outputs: 0, inOrder: true });
  }, 240_000);

  it('should be handled where the turns return synchronous Observables and arrays (3.3)', async () => {
    const count = 100_000;
    const results = await drainBacklog(count, (n) => (n % 3 === 0 ? of(n) : n % 3 === 1 ? [n] : EMPTY));
    expect(results).toEqual({ handled: count, outputs: 66_666, inOrder: true });
  }, 240_000);

  it('of values of a first stage should be handled, too (3.3)', async () => {
    const count = 100_000;
    const gate = new Subject<never>();
    const values = new Subject<number>();
    let handled = 0;
    await new Promise<void>((resolve, reject) => {
      smartPoll({
        tasks: {
          a: { startDue: 0, project: () => values, next: (n) => (handled++, n === 0 ? gate : EMPTY) },
        },
      }).subscribe({ complete: resolve, error: reject });
      for (let n = 0; n < count; n++) values.next(n);
      values.complete();
      gate.complete();
    });

    expect(handled).toBe(count);
  }, 240_000);
});
