import assert from 'node:assert/strict';
import { DestroyRef, Injector, NgZone, PLATFORM_ID } from '@angular/core';
import { injectSmartPoll } from 'rxjs-smartpoll/angular';

// What an application has, without the application.
const injector = Injector.create({
  providers: [
    { provide: PLATFORM_ID, useValue: 'browser' },
    { provide: NgZone, useValue: { runOutsideAngular: (work) => work() } },
    { provide: DestroyRef, useValue: { onDestroy: () => () => {} } },
  ],
});
const config = { tasks: { a: { startDue: 0, project: () => [1], next: (value) => [value] } } };
const ref = injectSmartPoll(config, { injector });
assert.deepEqual([ref.value(), ref.status(), ref.tasks().get('a').runs], [1, 'resolved', 1]);
assert.throws(() => injectSmartPoll(config), /NG0203/);
