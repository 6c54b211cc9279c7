import { afterNextRender, DestroyRef, NgZone, signal, untracked, type Injector } from '@angular/core';
import { Subject, Subscriber, Subscription, type Observable } from 'rxjs';
import { validate } from '../config/validate.js';
import { smartPoll } from '../smart-poll.js';
import type { InjectSmartPollOptions } from './inject-smart-poll-options.js';
import { outsideScheduler } from './outside-scheduler.js';
import { renderHold } from './render-hold.js';
import type { SmartPollRef } from './smart-poll-ref.js';
import { watchTasks } from './watch-tasks.js';

/** The ref for a configuration, which ends with `injector`. */
export function createRef<K, O>(
  config: object,
  injector: Injector,
  { start = 'now', server = 'off' }: InjectSmartPollOptions,
): SmartPollRef<K, O> {
  const zone = injector.get(NgZone);
  const hold = renderHold(injector);
  const may = hold === undefined || server === 'first';

  const settings = validate(config);
  const { tasks, monitor } = watchTasks<K>([...settings.tasks.keys()], settings.monitor);
  const loop$ = smartPoll({
    entries: settings.tasks,
    hooks: Object.fromEntries(settings.hooks),
    onRun: settings.onRun,
    concurrent: settings.concurrent,
    pause: settings.pause,
    ...(settings.drain && { drain: settings.drain }),
    monitor,
    scheduler: outsideScheduler(settings.scheduler, zone),
  }) as Observable<O>;

  const value = signal<O | undefined>(undefined);
  const status = signal<'idle' | 'running' | 'complete' | 'error'>('idle');
  const error = signal<unknown>(undefined);
  const values$ = new Subject<O>();
  let run = Subscription.EMPTY;
  let destroyed = false;

  const over = (how: 'idle' | 'complete' | 'error'): void => {
    status.set(how);
    hold?.release();
  };
  const observer = {
    next(output: O) {
      value.set(output);
      values$.next(output);
      // The page needs one value; what would come after it has nobody to see it.
      if (hold !== undefined) stop();
    },
    error(reason: unknown) {
      error.set(reason);
      over('error');
    },
    complete: () => over('complete'),
  };

  const begin = (): void => {
    error.set(undefined);
    status.set('running');
    hold?.take();
    const subscriber = new Subscriber<O>(observer);
    run = subscriber; // Before subscribing, so that its first output can stop it.
    loop$.subscribe(subscriber);
  };
  const stop = (): void =>
    untracked(() => {
      rendered?.destroy();
      try {
        run.unsubscribe();
      } finally {
        if (status() === 'running') over('idle'); // Whatever a teardown throws.
      }
    });
  const restart = (): void => {
    if (destroyed || !may) return;
    rendered?.destroy();
    zone.runOutsideAngular(() =>
      untracked(() => {
        try {
          run.unsubscribe();
        } finally {
          begin(); // Whatever a teardown throws.
        }
      }),
    );
  };

  const rendered = start === 'afterNextRender' ? afterNextRender(restart, { injector }) : undefined;
  injector.get(DestroyRef).onDestroy(() => {
    destroyed = true;
    stop();
    values$.complete();
  });
  if (start === 'now') restart();
  return {
    value: value.asReadonly(),
    status: status.asReadonly(),
    error: error.asReadonly(),
    tasks,
    values$: values$.asObservable(),
    restart,
    stop,
  };
}
