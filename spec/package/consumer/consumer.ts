import { of, type Observable } from 'rxjs';
import { poll, smartPoll, type Due, type LoopEvent, type SmartPollConfig } from 'rxjs-smartpoll';
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
