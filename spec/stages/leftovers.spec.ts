import { describe, expect, it } from '@jest/globals';
import { EMPTY, retry, Subject } from 'rxjs';
import { smartPoll, type LoopEvent } from '../../lib/index.js';
import { deferred, settled, type Deferred } from '../support/deferred.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

/** A loop with a task whose first stages, and a hook whose turns, are Promises that the test settles. */
const setUp = () => {
  const log: unknown[] = [];
  const stages: Deferred<string>[] = [];
  const turns: Deferred<string>[] = [];
  const events = new Subject<string>();
  const keep = <T>(list: Deferred<T>[]) => {
    const work = deferred<T>();
    list.push(work);
    return work.promise;
  };
  const result = smartPoll({
    tasks: {
      a: {
        startDue: 0,
        project: () => (log.push('start'), keep(stages)),
        next: (value) => void log.push(value),
        error: (error) => void log.push(error),
      },
    },
    hooks: {
      events: {
        source: events,
        next: (event) => {
          log.push(event);
          return event === 'slow' ? keep(turns) : undefined;
        },
      },
    },
    onRun: () => void log.push('onRun'),
  });
  return { result, log, stages, turns, events };
};

describe('leftovers', () => {
  it.each<[string, (stage: Deferred<string>) => void]>([
    ['value', (stage) => stage.resolve('dropped')],
    ['error', (stage) => stage.reject(new Error('dropped'))],
  ])(
    'should make the next run wait for an unsettled first stage, and drop its %s (4.4)',
    async (_, settle) => {
      const { result, log, stages } = setUp();
      result.subscribe().unsubscribe();
      expect(log.splice(0)).toEqual(['onRun', 'start']);

      const subscription = result.subscribe();
      await settled();
      expect(log).toEqual([]);
      settle(stages[0]!);
      await settled();
      expect(log.splice(0)).toEqual(['onRun', 'start']);

      stages[1]!.resolve('value');
      await settled();
      expect(log).toEqual(['value']);
      subscription.unsubscribe();
    },
  );

  it.each<[string, (turn: Deferred<string>) => void]>([
    ['value', (turn) => turn.resolve('dropped')],
    ['error', (turn) => turn.reject(new Error('dropped'))],
  ])('should make the next run wait for an unsettled turn, and drop its %s (4.4)', async (_, settle) => {
    const { result, log, stages, turns, events } = setUp();
    const outputs: unknown[] = [];
    const first = result.subscribe((output) => outputs.push(output));
    stages[0]!.resolve('value');
    await settled();
    events.next('slow');
    first.unsubscribe();
    expect(log.splice(0)).toEqual(['onRun', 'start', 'value', 'slow']);

    const errors: unknown[] = [];
    const second = result.subscribe({
      next: (output) => outputs.push(output),
      error: (error) => errors.push(error),
    });
    await settled();
    expect(log).toEqual([]);
    settle(turns[0]!);
    await settled();

    expect(log).toEqual(['onRun', 'start']);
    expect(outputs).toEqual([]);
    expect(errors).toEqual([]);
    second.unsubscribe();
  });

  it('should make the next run wait for all of them (4.4)', async () => {
    const works = [deferred(), deferred(), deferred()];
    const log: string[] = [];
    const entries = works.map((work, key) => [key, { startDue: 0, project: () => work.promise }] as const);
    const result = smartPoll({ entries, onRun: () => void log.push('onRun') });
    result.subscribe().unsubscribe();
    const subscription = result.subscribe();

    for (const { resolve } of [works[2]!, works[0]!]) {
      resolve();
      await settled();
      expect(log).toEqual(['onRun']);
    }
    works[1]!.resolve();
    await settled();
    expect(log).toEqual(['onRun', 'onRun']);
    subscription.unsubscribe();
  });

  it('should let the events of the waiting run queue (4.4)', async () => {
    const { result, log, stages, events } = setUp();
    result.subscribe().unsubscribe();
    log.length = 0;

    const subscription = result.subscribe();
    expect(events.observed).toBe(true);
    events.next('event 1');
    events.next('event 2');
    expect(log).toEqual([]);
    stages[0]!.resolve('dropped');
    await settled();

    expect(log).toEqual(['onRun', 'start', 'event 1', 'event 2']);
    subscription.unsubscribe();
  });

  it('should let the waiting run be unsubscribed, and the one after it wait on (4.4)', async () => {
    const { result, log, stages, events } = setUp();
    result.subscribe().unsubscribe();
    log.length = 0;

    result.subscribe().unsubscribe();
    expect(events.observed).toBe(false);
    const third = result.subscribe();
    await settled();
    expect(log).toEqual([]);
    stages[0]!.resolve('dropped');
    await settled();
    expect(log).toEqual(['onRun', 'start']);
    third.unsubscribe();
  });

  it('should start nothing where the waiting run was unsubscribed before they settle (4.4)', async () => {
    const { result, log, stages } = setUp();
    result.subscribe().unsubscribe();
    result.subscribe().unsubscribe();
    log.length = 0;
    stages[0]!.resolve('dropped');
    await settled();

    expect(log).toEqual([]);
  });

  it('should not hold up a run after they have settled (4.4)', async () => {
    const { result, log, stages } = setUp();
    result.subscribe().unsubscribe();
    stages[0]!.resolve('dropped');
    await settled();
    log.length = 0;

    const subscription = result.subscribe();
    expect(log).toEqual(['onRun', 'start']); // at once
    subscription.unsubscribe();
  });

  it('should not be left by first stages and turns that were Observables (4.4)', () => {
    const log: string[] = [];
    const result = smartPoll({
      tasks: { a: { startDue: 0, project: () => new Subject() } },
      hooks: { events: { source: new Subject() } },
      onRun: () => void log.push('onRun'),
    });
    result.subscribe().unsubscribe();
    result.subscribe().unsubscribe();

    expect(log).toEqual(['onRun', 'onRun']);
  });

  it('should be of one smartPoll() alone (4.4)', () => {
    const [first, second] = [setUp(), setUp()];
    first.result.subscribe().unsubscribe();
    second.result.subscribe().unsubscribe();

    expect(second.log).toEqual(['onRun', 'start']);
  });

  it('should be waited for by retry after an error, too (4.4, 4.5)', async () => {
    const log: string[] = [];
    const slow = deferred();
    let runs = 0;
    await new Promise<void>((resolve, reject) => {
      smartPoll({
        tasks: {
          slow: { startDue: 0, project: () => (runs === 1 ? slow.promise : EMPTY) },
          failing: {
            startDue: 0,
            project: () => (runs === 1 ? Promise.reject(new Error('failed')) : EMPTY),
          },
        },
        onRun: () => void log.push(`onRun ${(runs += 1)}`),
      })
        .pipe(retry(1))
        .subscribe({ complete: resolve, error: reject });
      void settled()
        .then(() => {
          expect(log).toEqual(['onRun 1']);
          slow.resolve();
        })
        .catch(reject);
    });

    expect(log).toEqual(['onRun 1', 'onRun 2']);
  });

  it('should count a second subscription while one waits as a second run (4.4, 4.5)', () => {
    const { result } = setUp();
    const errors: unknown[] = [];
    result.subscribe().unsubscribe();
    const waiting = result.subscribe();
    result.subscribe({ error: (error) => errors.push(error) });

    expect(errors).toHaveLength(1);
    waiting.unsubscribe();
  });

  it('should be told to the monitor by the keys of tasks, each once, and not by hooks (4.4, 7.1)', () => {
    const told: unknown[] = [];
    const again = new Subject<void>();
    const events = new Subject<void>();
    const never = () => new Promise<never>(() => {});
    const result = smartPoll({
      tasks: { a: { startDue: 0, overlap: 'merge', project: never }, b: { project: never } },
      hooks: {
        again: { source: again, next: (_, loop) => loop.schedule('a', 0) },
        events: { source: events, next: never },
      },
      monitor: { next: (event) => void (event.type === 'leftovers' && told.push(event.keys)) },
    });
    const run = result.subscribe();
    again.next();
    events.next();
    run.unsubscribe();
    result.subscribe().unsubscribe();

    expect(told).toEqual([['a']]);
  });

  it('should be told of the key `undefined`, too (4.4, 7.1)', () => {
    const told: unknown[] = [];
    const result = smartPoll<unknown>({
      entries: [[undefined, { startDue: 0, project: () => new Promise<never>(() => {}) }]],
      monitor: {
        next: (event: LoopEvent) => void (event.type === 'leftovers' && told.push(event.keys)),
      },
    } as never);
    result.subscribe().unsubscribe();
    result.subscribe().unsubscribe();

    expect(told).toStrictEqual([[undefined]]);
  });
});
