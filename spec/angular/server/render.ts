// Renders the page as a server does: node render.mjs zone|zoneless SCENARIO
// Prints what came of it, and ends where nothing is left that could go on.
import '@angular/compiler';
import { provideZoneChangeDetection, provideZonelessChangeDetection } from '@angular/core';
import {
  bootstrapApplication,
  provideClientHydration,
  type BootstrapContext,
} from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { asked, pages, provideHttp, SCENARIO, type Scenario } from './page.js';

const [, , kind, text] = process.argv;
const scenario = JSON.parse(text!) as Scenario;
const bootstrap = (context: BootstrapContext) =>
  bootstrapApplication(
    pages[scenario.page],
    {
      providers: [
        kind === 'zone' ? provideZoneChangeDetection() : provideZonelessChangeDetection(),
        // As where the configuration of a server is added to that of the application: this order makes the keys of its cache.
        provideClientHydration(),
        provideServerRendering(),
        provideHttp(),
        { provide: SCENARIO, useValue: scenario },
      ],
    },
    context,
  );

void renderApplication(bootstrap, {
  document: '<html><head></head><body><a-page></a-page></body></html>',
  url: 'http://localhost/',
  allowedHosts: ['localhost'],
})
  .catch(String)
  .then((html) => {
    console.log(JSON.stringify({ html, asked: asked.times, zone: 'Zone' in globalThis }));
  });
