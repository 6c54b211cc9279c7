import { afterNextRender, DestroyRef, NgZone, signal, untracked, type Injector } from '@angular/core';
import { EMPTY, materialize, Subject, switchMap, type Observable } from 'rxjs';
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
    ...config,
    tasks: {},
    entries: settings.tasks,
    monitor,
    scheduler: outsideScheduler(settings.scheduler, zone),
  }) as Observable<O>;

  const value = signal<O | undefined>(undefined);
  const status = signal<'idle' | 'running' | 'complete' | 'error'>('idle');
  const error = signal<unknown>(undefined);
  const values$ = new Subject<O>();
  const runs$ = new Subject<boolean>();
  let destroyed = false;

  const over = (how: 'idle' | 'complete' | 'error'): void => {
    status.set(how);
    hold?.release();
  };
  // eslint-disable-next-line rxjs-x/no-ignored-error -- It is materialized: a loop that fails can be started again.
  runs$.pipe(switchMap((on) => (on ? loop$.pipe(materialize()) : EMPTY))).subscribe((said) => {
    switch (said.kind) {
      case 'N':
        value.set(said.value);
        values$.next(said.value);
        // The page needs one value; what would come after it has nobody to see it.
        if (hold !== undefined) stop();
        return;
      case 'E':
        error.set(said.error);
        return over('error');
      case 'C':
        over('complete');
    }
  });

  const stop = (): void =>
    untracked(() => {
      rendered?.destroy();
      runs$.next(false);
      if (status() === 'running') over('idle');
    });
  const restart = (): void => {
    if (destroyed || !may) return;
    rendered?.destroy();
    zone.runOutsideAngular(() =>
      untracked(() => {
        error.set(undefined);
        status.set('running');
        hold?.take();
        runs$.next(true);
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
