import { of, type Observable } from 'rxjs';
import {
  LoopCommands,
  poll,
  smartPoll,
  TaskStates,
  type Due,
  type LoopEvent,
  type SmartPollConfig,
} from 'rxjs-smartpoll';
import {
  remote,
  RemoteJobError,
  stopJobs,
  type Remote,
  type RemoteEvents,
  type RemoteQueue,
  type RemoteWorker,
} from 'rxjs-smartpoll/bullmq';
import {
  defineSmartPollPanel,
  performanceTracks,
  type SmartPollPanel,
  type Watched,
} from 'rxjs-smartpoll/devtools';
import {
  lease,
  pgLease,
  redisLease,
  whileHeld,
  type Held,
  type IoRedisClient,
  type LeaseDriver,
  type PgPool,
} from 'rxjs-smartpoll/lease';
import { telemetry } from 'rxjs-smartpoll/opentelemetry';
import { acrossTabs } from 'rxjs-smartpoll/tabs';
import { recordTimeline, renderTimeline, type TimelineRecorder } from 'rxjs-smartpoll/timeline';

const monitor: TimelineRecorder = recordTimeline(100);
export const output: Observable<number | Date> = smartPoll({
  tasks: {
    a: { project: () => of(1), next: (value, loop) => (loop.schedule('b', 0), [value]) },
    b: { project: async () => new Date(0), next: (value) => [value] },
  },
  onRun: (loop) => loop.schedule('a', 1),
  monitor,
});
// @ts-expect-error no such key
smartPoll({ tasks: { a: { project: () => of(1) } }, onRun: (loop) => loop.schedule('c', 1) });

export const polled: Observable<string> = of('x').pipe(poll(1000));
export const svg: string = renderTimeline(monitor.events as LoopEvent[]);
export const due: Due = new Date(0);
export const config = { tasks: {}, hooks: { h: { source: [1] } } } satisfies SmartPollConfig<string>;

const client: IoRedisClient = { defineCommand: () => undefined, eval: async () => 1 };
const pool: PgPool = { query: async () => ({ rows: [] }) };
const driver: LeaseDriver = Math.random() < 0.5 ? redisLease(client, 'key') : pgLease(pool, 'name');
const lease$: Observable<Held | undefined> = lease(driver, { ttl: 1000 });
export const polls: Observable<number> = whileHeld(lease$, ({ scheduler, token }) =>
  smartPoll({ tasks: { a: { project: () => of(token), next: (value) => [value] } }, scheduler }),
);

export const shared: Observable<string> = of('x').pipe(acrossTabs('name'));

declare const queue: RemoteQueue;
declare const events: RemoteEvents;
declare const worker: RemoteWorker;
const jobs: Remote = remote(queue, { events: () => events });
export const answer: Observable<number> = jobs.run<number>('poll', { a: 1 }, { key: 'a' });
export const stopping: { close(): Promise<void> } = stopJobs(worker, () => events);
export const reason: 'failed' | 'removed' | 'closed' = new RemoteJobError('text', 'id', 'failed').reason;

export const traced: Observable<number> = smartPoll(
  telemetry({
    tasks: { a: { project: () => of(1), next: (value) => [value] } },
    monitor: performanceTracks(),
  }),
);
const watched: Watched<string> = { loop: new TaskStates<string>(), commands: new LoopCommands<string>() };
export const show = (panel: SmartPollPanel<string>): void => {
  defineSmartPollPanel();
  Object.assign(panel, watched);
};
