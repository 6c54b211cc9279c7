import { describe, expect, it } from '@jest/globals';
import {
  ApplicationRef,
  Component,
  NgZone,
  signal,
  type EnvironmentProviders,
  type Signal,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { filter, firstValueFrom, last, map, race, take, takeWhile, timer } from 'rxjs';
import { injectPoll, injectSmartPoll } from '../../../lib/angular/index.js';
import { sharedPoll } from '../../../lib/index.js';

const never = timer(2000).pipe(map(() => 'never stable'));

/** Waits for what comes within milliseconds, on a busy machine later. */
const until = (holds: () => boolean): Promise<unknown> =>
  firstValueFrom(
    timer(0, 5).pipe(
      takeWhile((n) => n < 2000 && !holds(), true),
      last(),
    ),
  );

/** What waits for a stable application in a browser does not wait for a loop. */
export function describeStability(title: string, providers: EnvironmentProviders[]): void {
  const Polling = Component({ selector: 'a-poll', template: '{{ ref.value() }}' })(
    class {
      readonly ref = injectSmartPoll({
        tasks: {
          a: {
            startDue: 0,
            repeatDue: 60_000,
            project: () => timer(20).pipe(map(() => 1)),
            next: (n) => [n],
          },
        },
      });
    },
  );

  describe(title, () => {
    it('should let the application become stable while it polls', async () => {
      TestBed.configureTestingModule({ providers });
      const fixture = TestBed.createComponent(Polling);
      const application = TestBed.inject(ApplicationRef);
      const stable = application.isStable.pipe(
        filter(Boolean),
        take(1),
        map(() => 'stable'),
      );
      expect(await firstValueFrom(race(stable, never))).toBe('stable');
      const { ref } = fixture.componentInstance;
      await until(() => ref.tasks().get('a')?.state === 'waiting');
      expect([ref.value(), ref.tasks().get('a')?.state]).toEqual([1, 'waiting']);
      expect(await firstValueFrom(race(stable, never))).toBe('stable');
      fixture.destroy();
    });

    let asked = 0;
    const project = () => {
      asked++;
      return timer(20).pipe(map(() => 1));
    };
    it.each([
      ['its own', (every: Signal<number>) => injectPoll({ project, every })],
      [
        'shared',
        (every: Signal<number>) =>
          injectPoll({ from: sharedPoll({ project, every: 60_000 }), key: () => 1, every }),
      ],
    ])('should let it become stable while injectPoll polls, also after a new pace: %s', async (_, poll) => {
      const every = signal(60_000);
      TestBed.configureTestingModule({ providers });
      const fixture = TestBed.createComponent(
        Component({ selector: 'a-price', template: '{{ ref.value() }}' })(
          class {
            readonly ref = poll(every);
          },
        ),
      );
      fixture.autoDetectChanges();
      const zone = TestBed.inject(NgZone);
      const stable = () =>
        TestBed.inject(ApplicationRef)
          .whenStable()
          .then(() => 'stable');
      const { ref } = fixture.componentInstance;
      await until(() => fixture.nativeElement.textContent === '1');
      expect(fixture.nativeElement.textContent).toBe('1');
      expect(await firstValueFrom(race(stable(), never))).toBe('stable');
      zone.run(() => every.set(30_000)); // As a click does.
      await firstValueFrom(timer(20));
      expect(zone.hasPendingMacrotasks).toBe(false);
      const before = asked;
      zone.run(() => ref.reload()); // On a busy host the request is made a little later.
      await until(() => asked > before && ref.status() === 'resolved');
      expect([ref.status(), zone.hasPendingMacrotasks]).toEqual(['resolved', false]);
      expect(await firstValueFrom(race(stable(), never))).toBe('stable');
      fixture.destroy();
    });
  });
}
