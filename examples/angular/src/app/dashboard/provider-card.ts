import { TitleCasePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { providers, type ProviderName } from '../../../../weather/providers.js';
import { Ticker } from '../ticker';
import { Weather } from '../weather/weather';
import { Sparkline } from './sparkline';

const KNOWN_FOR: Readonly<Record<ProviderName, string>> = {
  cirrus: 'quick and exact',
  nimbus: 'whole °F, mph, inches',
  stratus: 'a model, slow to answer',
};

/** A provider: what it said last, when it is asked next, and what to do about that. */
@Component({
  selector: 'app-provider-card',
  imports: [Sparkline, TitleCasePipe],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './provider-card.html',
  styleUrl: './provider-card.css',
})
export class ProviderCard {
  readonly name = input.required<ProviderName>();

  protected readonly weather = inject(Weather);
  private readonly ticker = inject(Ticker);
  private readonly task = computed(() => this.weather.tasks().get(this.name()));

  protected readonly knownFor = computed(() => KNOWN_FOR[this.name()]);
  protected readonly minimum = computed(() => providers[this.name()].every);
  protected readonly interval = computed(() => this.weather.intervals()[this.name()]);
  protected readonly station = computed(() => this.weather.snapshot().stations[this.name()]);
  protected readonly asked = computed(() => this.task()?.runs ?? 0);
  protected readonly asking = computed(() => this.task()?.state === 'running');

  protected readonly state = computed(() => {
    if (this.asking()) return 'asking';
    if (this.weather.offline()) return 'offline';
    if (this.weather.paused()) return 'paused';
    return this.station().failure ? 'backing off' : 'waiting';
  });

  /** What has to happen before it is asked, also if it is due; `undefined` while nothing has to. */
  protected readonly once = computed(() => {
    if (this.weather.offline()) return 'the network is back';
    return this.weather.paused() ? 'resumed' : undefined;
  });

  /** Milliseconds until it is asked; `undefined` while it is, or nobody knows. */
  protected readonly left = computed(() => {
    const due = this.once() ? undefined : this.task()?.due;
    // An answer may be younger than the last look at the clock.
    const now = Math.max(this.ticker.now(), this.station().at ?? 0);
    return due && Math.max(0, due.getTime() - now);
  });

  /** How much of the wait is left, from 0 to 1. */
  protected readonly share = computed(() => {
    const [due, left] = [this.task()?.due, this.left()];
    const since = this.station().at ?? 0;
    return due && left !== undefined ? Math.min(1, left / Math.max(1, due.getTime() - since)) : 0;
  });
}
