import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import { renderTimeline } from 'rxjs-smartpoll/timeline';
import { Ticker } from '../ticker';
import { Weather, type WeatherKey } from '../weather/weather';

const KEYS: readonly WeatherKey[] = ['cirrus', 'nimbus', 'stratus', 'publish'];

/** The last seconds of the loop, as it goes on; it stands still under a pointer, so that its titles can be read. */
@Component({
  selector: 'app-timeline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section aria-label="Timeline" (pointerenter)="held.set(true)" (pointerleave)="held.set(false)">
      <div #frame class="frame" [innerHTML]="picture()"></div>
    </section>
  `,
  styleUrl: './timeline.css',
})
export class Timeline {
  private readonly weather = inject(Weather);
  private readonly ticker = inject(Ticker);
  private readonly sanitizer = inject(DomSanitizer);
  private readonly frame = viewChild.required<ElementRef<HTMLElement>>('frame');
  /** In CSS pixels; unknown on a server, which draws nothing. */
  private readonly width = signal(0);
  protected readonly held = signal(false);

  private readonly now = linkedSignal<{ now: number; held: boolean }, number>({
    source: () => ({ now: this.ticker.now(), held: this.held() }),
    computation: ({ now, held }, before) => (held && before ? before.value : now),
  });

  protected readonly picture = computed(() => {
    const width = this.width();
    if (width === 0) return '';
    const seconds = width < 600 ? 12 : 30;
    const svg = renderTimeline(this.weather.timeline.events, {
      from: this.now() - seconds * 1000,
      to: this.now(),
      width,
      keys: KEYS,
      title: `The last ${seconds} seconds of the control loop`,
    });
    // All text in it is escaped.
    return this.sanitizer.bypassSecurityTrustHtml(svg);
  });

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const observer = new ResizeObserver(([entry]) => this.width.set(Math.floor(entry!.contentRect.width)));
      observer.observe(this.frame().nativeElement);
      destroyed.onDestroy(() => observer.disconnect());
    });
  }
}
