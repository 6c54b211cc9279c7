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

/** The options of `injectSmartPoll()`. */
export interface InjectSmartPollOptions {
  /**
   * The injector with which the loop ends. Required outside an injection context.
   *
   * @defaultValue that of the injection context
   */
  injector?: Injector;
  /**
   * When the loop starts: at once (`'now'`), with the first `reload()` (`'manual'`), or after the next render
   * (`'afterNextRender'`), which never comes on a server.
   *
   * @defaultValue `'now'`
   */
  start?: 'now' | 'manual' | 'afterNextRender';
  /**
   * What to do when a page is rendered on a server: start nothing (`'off'`), or make the render wait for the loop's first
   * value, its error or its completion, and then stop the loop (`'first'`).
   *
   * @defaultValue `'off'`
   */
  server?: 'off' | 'first';
  /**
   * The options of a `watchdog()`, which warns of turns and first stages that take too long; `false` for none.
   *
   * @defaultValue in development mode, 10 s for a turn and 60 s for the rest, reported in the console; in production, none
   */
  watchdog?: WatchdogOptions | false;
}

/**
 * A control loop as signals: what `injectSmartPoll()` returns. Like every `PollRef` it has the shape and the names of
 * Angular's `Resource`; its value is what the loop emitted last. It ends with the injector it was created in.
 *
 * @typeParam K - the keys of the loop
 * @typeParam O - what its handlers emit
 */
export interface SmartPollRef<K, O> extends PollRef<O | undefined> {
  /** What the loop emitted last; `undefined` before. It stays when the loop ends or restarts; reading it never throws. */
  readonly value: Signal<O | undefined>;
  /**
   * `'loading'` from the start of the loop to its first value, or `'reloading'` if there was one before; then `'resolved'`,
   * even after the loop has ended. `'error'` if the loop failed; `'idle'` if it is not running and has no value. See `tasks`
   * for the state of each key.
   */
  readonly status: PollRef<unknown>['status'];
  /**
   * The error that ended the loop, until it is started again; an error that a handler takes does not count. Angular's
   * `ErrorHandler` gets it, too, once.
   */
  readonly error: Signal<Error | undefined>;
  /** Whether the loop is running: from each start until it ends, by itself or by `stop()`. */
  readonly isRunning: Signal<boolean>;
  /**
   * The keys of the loop and what each is doing, made from the monitor. Changes made in a turn show when the turn ends. The
   * state of a key that has not changed is the same object as before.
   */
  readonly tasks: Signal<ReadonlyMap<K, TaskState>>;
  /**
   * What the loop emits from now on, in this run and later ones. Hot; emits outside the Angular zone, unless a hook's source
   * emits inside it. It completes with the injector, and never fails: see `error`.
   */
  readonly values$: Observable<O>;
  /**
   * Runs `command` in a turn of its own, with the loop that a handler gets.
   *
   * It runs at once if the loop is idle, otherwise after the turns before it. If the loop is not running, it is dropped. If
   * it throws, the loop ends.
   */
  post(command: LoopCommand<K, O>): void;
  /**
   * Makes these keys due now, or all keys if none is named, whatever their timers say.
   *
   * A key that is running starts again as its `overlap` says: after that run, by default. A key that the loop does not have,
   * or no longer has, is skipped. Does nothing while the loop is not running.
   */
  refresh(...keys: K[]): void;
  /**
   * Explains why `key` is or is not running now, like `loop.explain`.
   *
   * It can be called at any time. It is not reactive: it tells of this moment only.
   *
   * @throws UnknownKeyError for a key that the running loop does not have
   */
  explain(key: K): Explanation;
  /** Tells whether `value` is not `undefined`; reactive. */
  hasValue(): this is PollRef<Exclude<O, undefined>> & SmartPollRef<K, O>;
  /**
   * Starts the loop, or restarts it: if it is running, it is stopped first, as by `stop()`.
   *
   * If a teardown throws, its error is thrown after the loop has started.
   *
   * @returns `false` if it did not start: before the first value of a loop that is running, after it was destroyed, and on
   * a server that does not poll
   */
  reload(): boolean;
  /** Stops the loop, with its timers, requests and handlers, and aborts the `signal` of each first stage. */
  stop(): void;
}

/** Creates the ref for a configuration; it ends with `injector`. */
export function createRef<K, O>(
  config: object,
  injector: Injector,
  { start: when = 'now', server = 'off', watchdog }: InjectSmartPollOptions,
): SmartPollRef<K, O> {
  const zone = injector.get(NgZone);
  const hold = renderHold(injector);
  const { loop$, states, commands } = watchedLoop<K, O>(config, injector, watchdog);
  const errors = injector.get(ErrorHandler, null, { optional: true }); // Not every injector has one.

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
      // The page needs one value; nobody would see the next.
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
    run = subscriber; // Before subscribing, so that its first output can stop the loop.
    loop$.subscribe(subscriber);
  };
  const stop = (): void =>
    untracked(() => {
      rendered?.destroy();
      try {
        run.unsubscribe();
      } finally {
        if (isRunning()) ended(); // Even if a teardown throws.
      }
    });
  const reload = (): boolean => {
    if (isOver || resource.status() === 'loading') return false;
    rendered?.destroy();
    try {
      run.unsubscribe();
    } finally {
      begin(); // Even if a teardown throws.
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
          for (const key of keys.length > 0 ? keys : loop.keys()) if (loop.has(key)) loop.schedule(key, 0);
        }),
      ),
    explain: (key) => states.explain(key),
    reload: start,
    stop,
  };
}
