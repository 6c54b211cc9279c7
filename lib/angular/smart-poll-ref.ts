import {
  afterNextRender,
  DestroyRef,
  ErrorHandler,
  NgZone,
  signal,
  untracked,
  type Injector,
  type Signal,
} from '@angular/core';
import { Subject, Subscriber, Subscription, type Observable } from 'rxjs';
import type { Explanation, LoopCommand, TaskState, WatchdogOptions } from '../index.js';
import { renderHold } from './render-hold.js';
import { IDLE, resourceOf, type PollRef, type ResourceState } from './resource.js';
import { watchTasks } from './watch-tasks.js';
import { watchedLoop } from './watched-loop.js';

/** Options of `injectSmartPoll()`. */
export interface InjectSmartPollOptions {
  /** Where there is no injection context: the injector with which the loop ends. */
  injector?: Injector;
  /**
   * When the loop starts: at once (`'now'`), with the first `reload()` (`'manual'`), or after the next
   * render, which never comes on a server (`'afterNextRender'`).
   *
   * @defaultValue 'now'
   */
  start?: 'now' | 'manual' | 'afterNextRender';
  /**
   * What happens where pages are rendered on a server: nothing starts (`'off'`), or the render
   * waits for the loop's first value, its error or its completion, and the loop stops there (`'first'`).
   *
   * @defaultValue 'off'
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
 * A control loop as signals: what `injectSmartPoll()` returns. Like every `PollRef` it has the shape and the names of
 * Angular's `Resource`, whose value is what the loop emitted last. It ends with the injector it was made in.
 *
 * @typeParam K - the keys of the loop
 * @typeParam O - what its handlers emit
 */
export interface SmartPollRef<K, O> extends PollRef<O | undefined> {
  /** What the loop emitted last, kept as it ends and while it runs anew; `undefined` before. Reading it never throws. */
  readonly value: Signal<O | undefined>;
  /**
   * `'loading'` from the start of the loop to its first value, `'reloading'` where there was one before, then `'resolved'`,
   * also once the loop has ended; `'error'` if it failed; `'idle'` if it does not run and has no value. What each key is up
   * to is in `tasks`.
   */
  readonly status: PollRef<unknown>['status'];
  /**
   * The error that ended the loop, until it is started again; an error that a handler takes is none. It is also told
   * to Angular's `ErrorHandler`, once.
   */
  readonly error: Signal<Error | undefined>;
  /** Whether the loop runs: from each start until it has ended, by itself or by `stop()`. */
  readonly isRunning: Signal<boolean>;
  /**
   * The keys of the loop and what each is up to, made from the monitor. What changes in a turn shows
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
  hasValue(): this is PollRef<Exclude<O, undefined>> & SmartPollRef<K, O>;
  /**
   * Starts the loop, or starts it anew: one that runs is stopped first, as by `stop()`. What a teardown throws is thrown
   * once it has started.
   *
   * @returns `false` if it did not: before the first value of a loop that runs, once destroyed, and on a server that
   * does not poll
   */
  reload(): boolean;
  /** Stops the loop: timers, requests, handlers; aborts the `signal` of each first stage. */
  stop(): void;
}

/** The ref for a configuration, which ends with `injector`. */
export function createRef<K, O>(
  config: object,
  injector: Injector,
  { start: when = 'now', server = 'off', watchdog }: InjectSmartPollOptions,
): SmartPollRef<K, O> {
  const zone = injector.get(NgZone);
  const hold = renderHold(injector);
  const { loop$, states, commands } = watchedLoop<K, O>(config, injector, watchdog);
  const errors = injector.get(ErrorHandler, null, { optional: true }); // An injector may be without one.

  const state = signal<ResourceState<O>>(IDLE);
  const isRunning = signal(false);
  const values$ = new Subject<O>();
  let run = Subscription.EMPTY;
  let isOver = hold !== undefined && server === 'off';

  const ended = (failure?: { readonly error: unknown }): void => {
    state.update((last) => ({ ...last, isLoading: false, failure }));
    isRunning.set(false);
    hold?.release();
  };
  const observer = {
    next(value: O) {
      state.set({ value, hasAnswered: true, isLoading: false, failure: undefined });
      values$.next(value);
      // The page needs one value; what would come after it has nobody to see it.
      if (hold !== undefined) stop();
    },
    error(error: unknown) {
      ended({ error });
      errors?.handleError(error);
    },
    complete: () => ended(),
  };

  const begin = (): void => {
    state.update((last) => ({ ...last, isLoading: true, failure: undefined }));
    isRunning.set(true);
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
        if (isRunning()) ended(); // Whatever a teardown throws.
      }
    });
  const reload = (): boolean => {
    if (isOver || resource.status() === 'loading') return false;
    rendered?.destroy();
    try {
      run.unsubscribe();
    } finally {
      begin(); // Whatever a teardown throws.
    }
    return true;
  };
  const start = (): boolean => zone.runOutsideAngular(() => untracked(reload));

  const resource = resourceOf(state);
  const rendered = when === 'afterNextRender' ? afterNextRender(() => void start(), { injector }) : undefined;
  injector.get(DestroyRef).onDestroy(() => {
    isOver = true;
    stop();
    state.set(IDLE);
    values$.complete();
  });
  if (when === 'now') start();
  return {
    ...(resource as Pick<SmartPollRef<K, O>, keyof typeof resource>),
    isRunning: isRunning.asReadonly(),
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
    reload: start,
    stop,
  };
}
