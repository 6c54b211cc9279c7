import { isPlatformBrowser } from '@angular/common';
import { DOCUMENT, inject, Injectable, PLATFORM_ID, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { filter, interval } from 'rxjs';

/** The time, for what counts down on the page; it stands still while nobody looks, and on a server. */
@Injectable({ providedIn: 'root' })
export class Ticker {
  private readonly time = signal(Date.now());
  /** Milliseconds since the epoch, five times a second. */
  readonly now = this.time.asReadonly();

  constructor() {
    const document = inject(DOCUMENT);
    if (!isPlatformBrowser(inject(PLATFORM_ID))) return;
    interval(200)
      .pipe(
        filter(() => !document.hidden),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.time.set(Date.now()));
  }
}
