import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Readings } from './readings';
import { Watcher } from './watcher';

/** Three components that watch one provider at three paces: one request serves them all. */
@Component({
  selector: 'app-sharing',
  imports: [Watcher],
  providers: [Readings],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <header>
        <h1>Three watch, one asks</h1>
        <p>
          Each card watches cirrus at a pace of its own. It is asked once for all of them, at the tightest
          pace; not at all while the tab is hidden, or once you leave this page.
        </p>
      </header>
      <p class="facts">
        <span
          >Requests by this tab: <strong data-requests>{{ readings.requests() }}</strong></span
        >
        <label>
          <input
            type="checkbox"
            [checked]="readings.isAcrossTabs()"
            (change)="readings.isAcrossTabs.set(!readings.isAcrossTabs())"
          />
          One tab asks for all tabs, every 2 s
        </label>
      </p>
      <section aria-label="Watchers">
        @for (from of [readings.source()]; track from) {
          <app-watcher name="Detail" [pace]="1000" />
          <app-watcher name="List" [pace]="2000" />
          <app-watcher name="Status bar" [pace]="5000" />
        }
      </section>
    </main>
  `,
  styleUrl: './sharing.css',
})
export class Sharing {
  protected readonly readings = inject(Readings);
}
