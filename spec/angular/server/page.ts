import { ApplicationRef, Component, inject, InjectionToken } from '@angular/core';
import { interval, map, timer } from 'rxjs';
import { injectSmartPoll, type InjectSmartPollOptions } from '../../../lib/angular/index.js';

export interface Scenario {
  /** What the first stage does 50 ms after its start. */
  readonly answer: 'value' | 'error' | 'nothing' | 'destroy';
  readonly server: Exclude<InjectSmartPollOptions['server'], undefined>;
}
export const SCENARIO = new InjectionToken<Scenario>('scenario');

/** How often each page has asked. */
export const asked = { times: 0 };

/** A page that polls for ever, beside an event source that never ends. */
export const Page = Component({
  selector: 'a-page',
  template:
    '<h1>{{ ref.value() ?? "no value" }}</h1><p>{{ ref.status() === "error" ? "failed" : "as it should" }}</p>',
})(
  class {
    private readonly scenario = inject(SCENARIO);
    private readonly application = inject(ApplicationRef);
    readonly ref = injectSmartPoll(
      {
        tasks: {
          count: {
            startDue: 0,
            project: () => {
              asked.times++;
              return timer(50).pipe(
                map(() => {
                  if (this.scenario.answer === 'error') throw new Error('503');
                  if (this.scenario.answer === 'destroy') this.application.destroy();
                  return `value ${asked.times}`;
                }),
              );
            },
            next: (value, loop) => {
              if (this.scenario.answer === 'nothing') return loop.drain();
              loop.schedule('count', 60_000);
              return [value];
            },
          },
        },
        hooks: { ticks: { source: interval(1000) } },
      },
      { server: this.scenario.server },
    );
  },
);
