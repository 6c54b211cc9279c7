import '@angular/compiler';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  ApplicationRef,
  destroyPlatform,
  inject,
  provideAppInitializer,
  type EnvironmentProviders,
} from '@angular/core';
import { bootstrapApplication, provideClientHydration } from '@angular/platform-browser';
import { firstValueFrom, timer } from 'rxjs';
import { TextEncoder } from 'node:util';
import { asked, pages, provideHttp, SCENARIO, type Scenario } from '../server/page.js';
import { serve } from '../server/serve.js';

Object.assign(globalThis, { TextEncoder }); // Which the transfer cache needs, and jsdom lacks.
const pass = (milliseconds: number) => firstValueFrom(timer(milliseconds));

/** A page from the server comes alive in the browser, and goes on polling. */
export function describeHydration(kind: 'zone' | 'zoneless', providers: EnvironmentProviders[]): void {
  describe(`hydration, ${kind}`, () => {
    const setTimeout = globalThis.setTimeout;
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    // Angular warns after 10 s (NG0506): here after half a second.
    beforeAll(() => {
      globalThis.setTimeout = ((work: () => void, delay?: number) =>
        setTimeout(work, delay === 10_000 ? 500 : delay)) as typeof setTimeout;
    });
    afterAll(() => {
      globalThis.setTimeout = setTimeout;
      warn.mockRestore();
      log.mockRestore();
    });

    /** The page as a server has rendered it comes alive. */
    const hydrate = async (page: Scenario['page'], ...more: EnvironmentProviders[]) => {
      const scenario: Scenario = { page, answer: 'value', server: 'first' };
      const { html } = await serve(kind, scenario);
      document.documentElement.innerHTML = html.replace(/^.*?<html>|<\/html>.*$/gs, '');
      const heading = document.querySelector('h1')!;
      const rendered = heading.textContent;
      const application = await bootstrapApplication(pages[page], {
        providers: [
          ...providers,
          provideHttp(),
          provideClientHydration(),
          { provide: SCENARIO, useValue: scenario },
          ...more,
        ],
      });
      const component = application.components[0]!.instance;
      const end = (): void => {
        application.destroy();
        destroyPlatform();
      };
      return { heading, rendered, component, end };
    };

    it('should not be held up (NG0506), nor what registers a service worker', async () => {
      let registered = false;
      const { heading, rendered, component, end } = await hydrate(
        'loop',
        // As `registerWhenStable` of @angular/service-worker does.
        provideAppInitializer(() => {
          void inject(ApplicationRef)
            .whenStable()
            .then(() => (registered = true));
        }),
      );
      await pass(800);
      expect(document.querySelector('h1')).toBe(heading);
      expect(rendered).toBe('value 1');
      expect(heading.textContent).toMatch(/^value \d+$/);
      expect(component.ref.isRunning()).toBe(true);
      expect(registered).toBe(true);
      expect(warn.mock.calls).toEqual([]);
      expect(log.mock.calls.flat().join()).toMatch(/hydrated 1 component/);
      end();
    });

    it('should cost injectPoll no request: HttpClient has what the server asked for', async () => {
      asked.times = 0;
      const { heading, component, end } = await hydrate('prices');
      await pass(300);
      expect(document.querySelector('h1')).toBe(heading);
      expect(heading.textContent).toBe('value 1, value 2');
      expect([component.own.status(), component.shared.status(), asked.times]).toEqual([
        'resolved',
        'resolved',
        0,
      ]);
      expect(warn.mock.calls).toEqual([]);

      component.shared.reload();
      await pass(200);
      expect([asked.times, heading.textContent]).toEqual([1, 'value 1, value 1']);
      end();
    });
  });
}
