import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { providerNames } from '../../../../weather/providers.js';
import { Weather } from '../weather/weather';
import { LoopPanel } from './loop-panel';
import { ProviderCard } from './provider-card';

/** The page with the weather; its loop begins and ends with it. */
@Component({
  selector: 'app-dashboard',
  imports: [DatePipe, LoopPanel, ProviderCard],
  providers: [Weather],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './dashboard.html',
  styleUrl: './dashboard.css',
})
export class Dashboard {
  protected readonly weather = inject(Weather);
  protected readonly names = providerNames;
  protected readonly aggregate = computed(() => this.weather.snapshot().aggregate);

  /** Who is not well, for the one line that is read out as it changes. */
  protected readonly news = computed(() => {
    if (this.weather.offline()) return 'Offline: polling goes on once the network is back.';
    if (this.weather.paused()) return 'Paused: nothing is asked.';
    const { stations } = this.weather.snapshot();
    const failing = providerNames.filter((name) => stations[name].failure);
    return failing.length > 0 ? `Failing: ${failing.join(', ')}. The others go on.` : 'All providers answer.';
  });
}
