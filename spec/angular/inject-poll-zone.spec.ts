import './support/zone-environment.js';
import { afterEach, expect, it } from '@jest/globals';
import { Component, NgZone, provideZoneChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { BehaviorSubject, firstValueFrom, of, timer } from 'rxjs';
import { injectPoll } from '../../lib/angular/index.js';
import { describePoll } from './support/describe-poll.js';

describePoll('injectPoll, with zone.js', [provideZoneChangeDetection()]);

afterEach(() => void TestBed.resetTestingModule());

it('should arm its timer outside the zone, though a click ends the pause (9.7)', async () => {
  TestBed.configureTestingModule({ providers: [provideZoneChangeDetection()] });
  const pause = new BehaviorSubject(true);
  const fixture = TestBed.createComponent(
    Component({ selector: 'a-price', template: '{{ price.value() }}' })(
      class {
        readonly price = injectPoll({ project: () => of('a price'), every: 60_000, pause });
      },
    ),
  );
  const zone = TestBed.inject(NgZone);
  fixture.detectChanges();
  zone.run(() => pause.next(false));
  const { price } = fixture.componentInstance;
  // A busy host goes first (2.5).
  for (let i = 0; i < 500 && price.status() !== 'resolved'; i++) await firstValueFrom(timer(1));
  expect(price.status()).toBe('resolved');
  expect(zone.hasPendingMacrotasks).toBe(false);
});
