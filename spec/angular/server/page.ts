import { HttpBackend, HttpClient, HttpResponse, provideHttpClient } from '@angular/common/http';
import { ApplicationRef, Component, inject, Injectable, InjectionToken, type Type } from '@angular/core';
import { interval, map, timer, type Observable } from 'rxjs';
import { injectPoll, injectSmartPoll, type InjectSmartPollOptions } from '../../../lib/angular/index.js';
import { sharedPoll, type TaskContext } from '../../../lib/index.js';

export interface Scenario {
  /** What polls on the page: a loop, or two resources of `injectPoll` that ask over HTTP. */
  readonly page: 'loop' | 'prices';
  /** What a request does 50 ms after its start. */
  readonly answer: 'value' | 'error' | 'nothing' | 'destroy';
  readonly server: Exclude<InjectSmartPollOptions['server'], undefined>;
}
export const SCENARIO = new InjectionToken<Scenario>('scenario');

/** How often each page has asked. */
export const asked = { times: 0 };

/** Answers after 50 ms, as the scenario says. */
const answer = (scenario: Scenario, application: ApplicationRef): Observable<string> => {
  asked.times++;
  const text = `value ${asked.times}`;
  return timer(50).pipe(
    map(() => {
      if (scenario.answer === 'error') throw new Error('503');
      if (scenario.answer === 'destroy') application.destroy();
      return text;
    }),
  );
};

/** A page that polls for ever, beside an event source that never ends. */
const LoopPage = Component({
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
            project: () => answer(this.scenario, this.application),
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

/** `HttpClient`, whose requests go no further. */
export const provideHttp = () => [
  provideHttpClient(),
  {
    provide: HttpBackend,
    useFactory: (): HttpBackend => {
      const [scenario, application] = [inject(SCENARIO), inject(ApplicationRef)];
      return {
        handle: ({ url }) =>
          answer(scenario, application).pipe(map((body) => new HttpResponse({ body, url, status: 200 }))),
      };
    },
  },
];

/** What the components of an application share. */
const Prices = Injectable({ providedIn: 'root' })(
  class {
    private readonly http = inject(HttpClient);
    readonly watch = sharedPoll({
      project: ({ key }: TaskContext<string>) => this.http.get(`/${key}`, { responseType: 'text' }),
      every: 60_000,
    });
  },
);

/** A page with a poll of its own, and one that is shared. */
const PricesPage = Component({
  selector: 'a-page',
  template: '<h1>{{ own.value() ?? own.status() }}, {{ shared.value() ?? shared.status() }}</h1>',
})(
  class {
    private readonly http = inject(HttpClient);
    private readonly server = inject(SCENARIO).server;
    readonly own = injectPoll({
      project: () => this.http.get('/own', { responseType: 'text' }),
      every: 60_000,
      server: this.server,
    });
    readonly shared = injectPoll({
      from: inject(Prices).watch,
      key: () => 'shared',
      server: this.server,
    });
  },
);

export const pages: Readonly<Record<Scenario['page'], Type<any>>> = { loop: LoopPage, prices: PricesPage };
