import './support/zone-environment.js';
import { describe, expect, it } from '@jest/globals';
import { ApplicationRef, Component, NgZone, provideZoneChangeDetection } from '@angular/core';
import { fakeAsync, flush, TestBed, tick } from '@angular/core/testing';
import { firstValueFrom, map, race, Subject, timer } from 'rxjs';
import { injectSmartPoll } from '../../lib/angular/index.js';
import { describeStability } from './support/describe-stability.js';

describeStability('stability, with zone.js', [provideZoneChangeDetection()]);

/** What zone.js patches the globals of Jest with, which are not what is imported. */
interface Testing {
  current: { fork(spec: object): { run(test: () => void): void } };
  ProxyZoneSpec: new () => object;
}
const { Zone } = globalThis as unknown as { Zone: Testing };

describe('zone.js', () => {
  const refresh = new Subject<void>();
  const poll = () =>
    injectSmartPoll({
      tasks: { a: { startDue: 0, project: () => [1], next: (n, loop) => (loop.schedule('a', 60_000), [n]) } },
      hooks: { refresh: { source: refresh, next: (_, loop) => loop.scheduleSooner('a', 30_000) } },
    });
  const Polling = Component({ selector: 'a-poll', template: '{{ ref.value() }}' })(
    class {
      readonly ref = poll();
    },
  );

  it('should not be held up by a timer that is armed in a handler of an event from inside the zone', async () => {
    TestBed.configureTestingModule({ providers: [provideZoneChangeDetection()] });
    const fixture = TestBed.createComponent(Polling);
    const zone = TestBed.inject(NgZone);
    // As a click does.
    zone.run(() => refresh.next());
    const state = () => fixture.componentInstance.ref.tasks().get('a')?.state;
    // A busy host goes first (2.5).
    for (let i = 0; i < 500 && state() !== 'waiting'; i++) await firstValueFrom(timer(1));
    expect(state()).toBe('waiting');
    expect(zone.hasPendingMacrotasks).toBe(false);
    const stable = TestBed.inject(ApplicationRef).whenStable();
    const first = await firstValueFrom(race(stable, timer(2000).pipe(map(() => 'never stable'))));
    expect(first).toBeUndefined();
    fixture.destroy();
  });

  it('should end fakeAsync without leftover timers', () => {
    const test = fakeAsync(() => {
      TestBed.configureTestingModule({ providers: [provideZoneChangeDetection()] });
      const fixture = TestBed.createComponent(Polling);
      fixture.detectChanges();
      tick(120_000);
      fixture.detectChanges();
      const { ref } = fixture.componentInstance;
      expect([fixture.nativeElement.textContent, ref.tasks().get('a')?.runs]).toEqual(['1', 3]);
      fixture.destroy();
      // A timer left over would run now, and a periodic one fail the test.
      expect(flush()).toBe(0);
    });
    Zone.current.fork(new Zone.ProxyZoneSpec()).run(test);
  });
});
