import { describe, expect, it } from '@jest/globals';
import { ApplicationRef, Component, type EnvironmentProviders } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { filter, firstValueFrom, map, race, take, timer } from 'rxjs';
import { injectSmartPoll } from '../../../lib/angular/index.js';

const never = timer(2000).pipe(map(() => 'never stable'));

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
      await firstValueFrom(timer(60));
      const { ref } = fixture.componentInstance;
      expect([ref.value(), ref.tasks().get('a')?.state]).toEqual([1, 'waiting']);
      expect(await firstValueFrom(race(stable, never))).toBe('stable');
      fixture.destroy();
    });
  });
}
