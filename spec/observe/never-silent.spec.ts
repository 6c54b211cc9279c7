import { describe, expect, it } from '@jest/globals';
import { concat, EMPTY, NEVER, of, throwError, timer, VirtualTimeScheduler } from 'rxjs';
import { smartPoll, TaskStates, watchdog } from '../../lib/index.js';

/** What is too long, in milliseconds: a turn, and everything else. */
const [TURN, STAGE] = [1_000, 10_000];
const due = { startDue: 0, project: () => EMPTY };

interface Silence {
  readonly config: (scheduler: VirtualTimeScheduler) => object;
  /** What the watchdog says of it, and by when. */
  readonly told: string;
  readonly by: number;
  /** What `explain` says of the key "price", and what `TaskStates` knows. */
  readonly reason: string;
  readonly known: object;
  /** It is subscribed to anew at once. */
  readonly restarted?: true;
}

const silences: Readonly<Record<string, Silence>> = {
  'a handler never completes': {
    config: () => ({ tasks: { price: { startDue: 0, project: () => of(1), next: () => NEVER } } }),
    told: 'turn price',
    by: TURN,
    reason: 'running',
    known: { turn: { handler: 'next', key: 'price', since: new Date(0) } },
  },
  'a first stage never ends': {
    config: () => ({ tasks: { price: { startDue: 0, project: () => NEVER } } }),
    told: 'stage price',
    by: STAGE,
    reason: 'running',
    known: { running: 1 },
  },
  'startDue is forgotten, and a hook does not schedule': {
    config: (scheduler) => ({
      tasks: { price: { project: () => EMPTY } },
      hooks: { clicks: { source: concat(timer(500, scheduler), NEVER), next: () => undefined } },
    }),
    told: 'unscheduled',
    by: 500 + STAGE,
    reason: 'unscheduled',
    known: { running: 0, ready: 0 },
  },
  'the error handler does not reschedule': {
    config: () => ({
      tasks: { price: { startDue: 0, project: () => throwError(() => 'down'), error: () => undefined } },
      hooks: { clicks: { source: NEVER } },
    }),
    told: 'failed price',
    by: STAGE,
    reason: 'unscheduled',
    known: { tasks: [expect.objectContaining({ failures: 1, lastError: 'down', state: 'idle' })] },
  },
  'a restart waits for leftovers': {
    config: () => ({ tasks: { price: { startDue: 0, project: () => new Promise(() => undefined) } } }),
    told: 'leftovers price',
    by: STAGE,
    reason: 'leftovers',
    known: { leftovers: ['price'] },
    restarted: true,
  },
  'a limit never has room': {
    config: () => ({
      tasks: { price: { ...due, limit: 'host' } },
      limits: { host: { concurrent: concat(of(0), NEVER) } },
      hooks: { clicks: { source: NEVER } },
    }),
    told: 'due price',
    by: STAGE,
    reason: 'limit',
    known: { ready: 1 },
  },
  'a limit is held and nobody releases it': {
    config: () => ({
      tasks: { price: { ...due, limit: 'host' } },
      limits: { host: { concurrent: 1 } },
      hooks: { clicks: { source: NEVER } },
      onRun: (loop: any) => loop.holdLimit('host', null),
    }),
    told: 'due price',
    by: STAGE,
    reason: 'limit',
    known: { ready: 1 },
  },
  'no slot becomes free': {
    config: () => ({
      tasks: { hangs: { startDue: 0, priority: 1, project: () => NEVER }, price: due },
      concurrent: 1,
    }),
    told: 'due price',
    by: STAGE,
    reason: 'concurrent',
    known: { running: 1, ready: 1 },
  },
  'a pause never ends': {
    config: () => ({ tasks: { price: due }, pause: concat(of(true), NEVER) }),
    told: 'due price',
    by: STAGE,
    reason: 'paused',
    known: { paused: true, ready: 1 },
  },
  'a hold is never released': {
    config: () => ({
      tasks: { price: due },
      hooks: { clicks: { source: NEVER } },
      onRun: (loop: any) => loop.hold('price', null),
    }),
    told: 'due price',
    by: STAGE,
    reason: 'held',
    known: { tasks: [expect.objectContaining({ state: 'waiting', heldUntil: null })] },
  },
};

describe('a loop that is alive and does not poll', () => {
  it.each(Object.entries(silences))(
    'should be told of in time, once, and have a reason: %s (9.2, 9.3)',
    (_, silence) => {
      const scheduler = new VirtualTimeScheduler();
      const states = new TaskStates<string>();
      const said: string[] = [];
      const monitor = [
        states,
        watchdog({
          turn: TURN,
          stage: STAGE,
          scheduler,
          report: ({ reason, keys }) => void said.push([scheduler.now(), reason, ...keys].join(' ')),
        }),
      ];
      const loop$ = smartPoll({ ...silence.config(scheduler), monitor, scheduler } as never);
      if (silence.restarted) loop$.subscribe().unsubscribe();
      const run = loop$.subscribe();
      scheduler.schedule(() => {
        expect(said.filter((text) => !text.includes('hangs'))).toEqual([`${silence.by} ${silence.told}`]);
        expect(states.explain('price').reason).toBe(silence.reason);
        expect(states.snapshot()).toEqual(expect.objectContaining({ status: 'running', ...silence.known }));
        run.unsubscribe();
      }, 10 * STAGE);
      scheduler.flush();
      expect(run.closed).toBe(true);
    },
  );
});
