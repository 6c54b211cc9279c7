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
import { asked, Page, SCENARIO } from './page.js';

const [, , kind, scenario] = process.argv;
const bootstrap = (context: BootstrapContext) =>
  bootstrapApplication(
    Page,
    {
      providers: [
        kind === 'zone' ? provideZoneChangeDetection() : provideZonelessChangeDetection(),
        provideServerRendering(),
        provideClientHydration(),
        { provide: SCENARIO, useValue: JSON.parse(scenario!) },
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
