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
import { Page, SCENARIO, type Scenario } from '../server/page.js';
import { serve } from '../server/serve.js';

const scenario: Scenario = { answer: 'value', server: 'first' };
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

    it('should not be held up (NG0506), nor what registers a service worker', async () => {
      const { html } = await serve(kind, scenario);
      document.documentElement.innerHTML = html.replace(/^.*?<html>|<\/html>.*$/gs, '');
      const rendered = document.querySelector('h1')!;
      expect(rendered.textContent).toBe('value 1');

      let registered = false;
      const application = await bootstrapApplication(Page, {
        providers: [
          ...providers,
          provideClientHydration(),
          { provide: SCENARIO, useValue: scenario },
          // As `registerWhenStable` of @angular/service-worker does.
          provideAppInitializer(() => {
            void inject(ApplicationRef)
              .whenStable()
              .then(() => (registered = true));
          }),
        ],
      });
      await pass(800);
      expect(document.querySelector('h1')).toBe(rendered);
      expect(rendered.textContent).toMatch(/^value \d+$/);
      expect(application.components[0]?.instance.ref.isRunning()).toBe(true);
      expect(registered).toBe(true);
      expect(warn.mock.calls).toEqual([]);
      expect(log.mock.calls.flat().join()).toMatch(/hydrated 1 component/);
      application.destroy();
      destroyPlatform();
    });
  });
}
