import { computed, inject, Injectable, signal } from '@angular/core';
import { defer } from 'rxjs';
import { offline, pageHidden, sharedPoll, type TaskContext } from 'rxjs-smartpoll';
import { acrossTabs } from 'rxjs-smartpoll/tabs';
import type { ProviderName } from '../../../../weather/providers.js';
import { WeatherClient } from '../weather/weather-client';

/** What all components of the page share: one poll for each provider that is watched. */
@Injectable()
export class Readings {
  private readonly client = inject(WeatherClient);
  /** How often this tab has asked. */
  readonly requests = signal(0);

  /** Asked once for all who watch, at the tightest pace that one of them wants. */
  readonly inThisTab = sharedPoll({
    project: ({ key }: TaskContext<ProviderName>) => this.ask(key),
    every: 2_000,
    retryDue: 5_000,
    pause: [pageHidden(), offline()],
  });

  /** Asked by one of the tabs for all, every two seconds: here a run is a stream that goes on. */
  readonly acrossTabs = sharedPoll({
    project: ({ key }: TaskContext<ProviderName>) => this.inThisTab(key).pipe(acrossTabs(`weather/${key}`)),
    every: Infinity,
  });

  readonly isAcrossTabs = signal(false);
  readonly source = computed(() => (this.isAcrossTabs() ? this.acrossTabs : this.inThisTab));

  private ask(key: ProviderName) {
    return defer(() => {
      this.requests.update((count) => count + 1);
      return this.client.ask(key);
    });
  }
}
