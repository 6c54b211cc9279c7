import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { injectPoll } from 'rxjs-smartpoll/angular';
import type { ProviderName } from '../../../../weather/providers.js';
import { Readings } from './readings';

/** One of several who watch the same provider, at a pace of its own. */
@Component({
  selector: 'app-watcher',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <article>
      <h2>{{ name() }}</h2>
      <p class="temperature" data-watched>
        {{ reading.value()?.celsius?.toFixed(1) ?? '–' }}<span class="unit">°C</span>
      </p>
      <p class="said" [class.failing]="reading.error()">
        {{ reading.error()?.message ?? (reading.hasValue() ? 'shared' : reading.status()) }}
      </p>
      <label>
        <span>Wanted every {{ (every() / 1000).toFixed(1) }} s</span>
        <input
          #slider
          type="range"
          min="1000"
          max="10000"
          step="500"
          [value]="every()"
          (input)="every.set(slider.valueAsNumber)"
        />
      </label>
    </article>
  `,
  styleUrl: './watcher.css',
})
export class Watcher {
  readonly name = input.required<string>();
  readonly pace = input.required<number>();

  protected readonly every = linkedSignal(() => this.pace());
  protected readonly reading = injectPoll({
    from: inject(Readings).source(),
    key: (): ProviderName => 'cirrus',
    every: this.every,
  });
}
