import {
  afterNextRender,
  DestroyRef,
  ErrorHandler,
  NgZone,
  PendingTasks,
  PLATFORM_ID,
  signal,
  untracked,
  type Injector,
  type Signal,
} from '@angular/core';
import { Subject, Subscriber, Subscription, type Observable } from 'rxjs';
import type { Explanation, LoopCommand, TaskState, WatchdogOptions } from '../index.js';
import { watchTasks } from './watch-tasks.js';
import { watchedLoop } from './watched-loop.js';

/** Options of `injectSmartPoll()`. */
export interface InjectSmartPollOptions {
  /** Where there is no injection context: the injector with which the loop ends. */
  injector?: Injector;
  /**
   * When the loop starts: `'now'` (default), with the first `restart()` (`'manual'`), or after the next
   * render, which never comes on a server (`'afterNextRender'`).
   */
  start?: 'now' | 'manual' | 'afterNextRender';
  /**
   * What happens where pages are rendered on a server: nothing starts (`'off'`, default), or the render
   * waits for the loop's first value, its error or its completion, and the loop stops there (`'first'`).
   */
  server?: 'off' | 'first';
  /**
   * What is too long for a turn or a first stage, and who is told: see `watchdog()`; `false` for none.
   *
   * @defaultValue in development mode 10 s for a turn and 60 s for the rest, in the console; in production none
   */
  watchdog?: WatchdogOptions | false;
}

/**
 * A control loop as signals: what `injectSmartPoll()` returns. It ends with the injector it was made in.
 *
 * @typeParam K - the keys of the loop
 * @typeParam O - what its handlers emit
 */
export interface SmartPollRef<K, O> {
  /** What the loop emitted last, also after it has ended and while it runs anew; `undefined` before. */
  readonly value: Signal<O | undefined>;
  /**
   * `'running'` from each start on; `'complete'` or `'error'` once the loop has ended by itself; `'idle'`
   * before the first start, after `stop()`, after destruction, and on a server that does not poll, or has the first
   * value (`server: 'first'`).
   */
  readonly status: Signal<'idle' | 'running' | 'complete' | 'error'>;
  /**
   * The error that ended the loop, until it is started again; an error that a handler takes is none. It is also told
   * to Angular's `ErrorHandler`, once.
   */
  readonly error: Signal<unknown>;
  /**
   * The keys of the loop and what each is up to, made from the monitor (7.1). What changes in a turn shows
   * when the turn ends; the state of a key that has not changed is the same object as before.
   */
  readonly tasks: Signal<ReadonlyMap<K, TaskState>>;
  /**
   * What the loop emits from now on, whichever run of it; hot, and outside the Angular zone, unless a hook's
   * source emits inside it. It completes with the injector, and never fails: see `error`.
   */
  readonly values$: Observable<O>;
  /**
   * Runs `command` in a turn of its own, with the loop that a handler gets: at once while the loop is idle, else when it
   * is its turn. It is dropped while the loop does not run. One that throws ends the loop.
   */
  post(command: LoopCommand<K, O>): void;
  /**
   * Makes these keys due now, or all where none is named; a timer of theirs is gone. One that runs starts anew as its
   * `overlap` says: after that run, by default. Does nothing while the loop does not run.
   */
  refresh(...keys: K[]): void;
  /**
   * Why `key` does or does not run now, as `loop.explain` says it, at any time. No signal: it tells of the moment.
   *
   * @throws UnknownKeyError for a key that the running loop does not have
   */
  explain(key: K): Explanation;
  /**
   * Starts the loop; one that is running is stopped first, as by `stop()`. Does nothing once destroyed. Throws what
   * a teardown throws, as `stop()` does, once it has started.
   */
  restart(): void;
  /** Stops the loop: timers, requests, handlers; aborts the `signal` of each first stage (4.3). */
  stop(): void;
}

/** The ref for a configuration, which ends with `injector`. */
export function createRef<K, O>(
  config: object,
  injector: Injector,
  { start = 'now', server = 'off', watchdog }: InjectSmartPollOptions,
): SmartPollRef<K, O> {
  const zone = injector.get(NgZone);
  const hold = renderHold(injector);
  const may = hold === undefined || server === 'first';

  const { loop$, states, commands } = watchedLoop<K, O>(config, zone, watchdog);
  const errors = injector.get(ErrorHandler, null, { optional: true }); // An injector may be without one.

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
      errors?.handleError(reason);
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
    tasks: watchTasks(states),
    values$: values$.asObservable(),
    post: (command) => untracked(() => commands.post(command)),
    refresh: (...keys) =>
      untracked(() =>
        commands.post((loop) => {
          for (const key of keys.length > 0 ? keys : loop.keys()) loop.schedule(key, 0);
        }),
      ),
    explain: (key) => states.explain(key),
    restart,
    stop,
  };
}

/** What keeps the render on a server waiting, from `take` to `release`; in a browser there is none. */
export function renderHold(injector: Injector): { take(): void; release(): void } | undefined {
  // What `isPlatformServer` of @angular/common looks at, which is no peer.
  if ((injector.get(PLATFORM_ID) as unknown) !== 'server') return undefined;
  const pending = injector.get(PendingTasks);
  let done: (() => void) | undefined;
  return {
    take() {
      done ??= pending.add();
    },
    release() {
      done?.();
      done = undefined;
    },
  };
}
