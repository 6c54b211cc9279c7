import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EMPTY, NEVER, of, Subject } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

describe('signals', () => {
  const RealAbortController = globalThis.AbortController;

  afterEach(() => {
    globalThis.AbortController = RealAbortController;
  });

  const countControllers = () => {
    const made = jest.fn();
    globalThis.AbortController = class extends RealAbortController {
      constructor() {
        super();
        made();
      }
    };
    return made;
  };

  it('should be made only when read (4.10)', () => {
    const made = countControllers();
    const tasks = { a: { startDue: 0, project: () => of(1), next: () => EMPTY } };
    smartPoll({ tasks, hooks: { h: { source: of(1, 2), next: () => of(1) } }, onRun: () => {} }).subscribe();
    expect(made).toHaveBeenCalledTimes(0);

    smartPoll({ tasks, onRun: (loop) => void loop.signal }).subscribe();
    expect(made).toHaveBeenCalledTimes(1);
  });

  it('should be the same each time they are read (4.10)', () => {
    const signals: AbortSignal[] = [];
    const subscription = smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: (context: { signal: AbortSignal }) => {
            signals.push(context.signal, context.signal);
            return NEVER;
          },
        },
      },
      onRun: (loop) => void signals.push(loop.signal, loop.signal),
    }).subscribe();

    expect(signals).toHaveLength(4);
    expect(signals[0]).toBe(signals[1]);
    expect(signals[2]).toBe(signals[3]);
    expect(signals[0]).not.toBe(signals[2]);
    subscription.unsubscribe();
    expect(signals.map((signal) => signal.aborted)).toEqual([false, false, true, true]);
  });

  it('should be aborted already where they are read after the first stage was unsubscribed (4.3)', () => {
    let context: { signal: AbortSignal } | undefined;
    const subscription = smartPoll({
      tasks: { a: { startDue: 0, project: (given: { signal: AbortSignal }) => ((context = given), NEVER) } },
    }).subscribe();
    subscription.unsubscribe();

    expect(context!.signal.aborted).toBe(true);
  });

  it('should abort before or as the first stage is unsubscribed, where the run fails (4.2, 4.3)', () => {
    const signals: AbortSignal[] = [];
    const aborted: boolean[] = [];
    smartPoll({
      tasks: {
        a: { startDue: 0, project: ({ signal }: { signal: AbortSignal }) => (signals.push(signal), NEVER) },
        b: {
          startDue: 0,
          project: () => {
            throw new Error('failed');
          },
        },
      },
    }).subscribe({ error: () => aborted.push(signals[0]!.aborted) });

    expect(aborted).toEqual([true]);
  });

  it('should not be aborted once their turn has ended by itself (4.10)', () => {
    const signals: AbortSignal[] = [];
    const end = new Subject<never>();
    const subscription = smartPoll({
      tasks: {},
      entries: [],
      hooks: { never: { source: NEVER } },
      onRun: (loop) => {
        signals.push(loop.signal);
        return end;
      },
    }).subscribe();
    end.complete();
    subscription.unsubscribe();
    expect(signals.map((signal) => signal.aborted)).toEqual([false]);
  });
});
