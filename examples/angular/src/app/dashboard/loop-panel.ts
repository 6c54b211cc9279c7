import { ChangeDetectionStrategy, Component, CUSTOM_ELEMENTS_SCHEMA, inject } from '@angular/core';
import { defineSmartPollPanel } from 'rxjs-smartpoll/devtools';
import { Weather } from '../weather/weather';

/** What the loop is doing, as it goes on. */
@Component({
  selector: 'app-loop-panel',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section aria-label="Control loop">
      <smart-poll-panel [loop]="weather.states" [commands]="weather.commands" />
    </section>
  `,
  styles: `
    smart-poll-panel {
      display: flex;
      height: 27rem;
      border-radius: 1.25rem;
      --smart-poll-background: var(--card);
      --smart-poll-text: var(--text);
      --smart-poll-accent: var(--accent);
      --smart-poll-error: var(--bad);
    }
  `,
})
export class LoopPanel {
  protected readonly weather = inject(Weather);

  constructor() {
    defineSmartPollPanel();
  }
}
