import {
  BehaviorSubject,
  catchError,
  combineLatest,
  concat,
  defer,
  EMPTY,
  filter,
  from,
  NEVER,
  type Observable,
  type ObservableInput,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import type { Held } from './held.js';
import { check, checkOptions } from './lease-options.js';

/** The options of `whileHeld()`. */
export interface WhileHeldOptions {
  /**
   * Its first value ends `whileHeld()`: at once if the lease is not held, otherwise when what `project` returned completes.
   * Pass the same notifier to `smartPoll()` as its `drain`, so that it completes soon.
   *
   * @defaultValue never
   */
  drain?: ObservableInput<unknown>;
}

/**
 * Runs a loop while a lease is held: calls `project` each time the lease is taken, and unsubscribes from what it returned
 * when the lease is lost.
 *
 * ```text
 * lease$    u----a------u------b------
 * project        x-x-x-        y-y-y-|      released
 * expected  -----x-x-x---------y-y-y-|
 * ```
 *
 * When what `project` returned completes, the lease is released. The result completes once the store has answered, so then
 * you can close the connection and end the process. If what `project` returned errors, so does the result, right after the
 * release was sent.
 *
 * @param lease$ - what `lease()` returned
 * @param project - called with the lease; pass its `scheduler` to `smartPoll()`, and its `token` along with all you write
 * @throws TypeError naming the argument that is wrong
 * @see [One loop among many replicas](../../docs/guides/many-replicas.md)
 *
 * @example
 * ```ts
 * const drain = fromEvent(process, 'SIGTERM').pipe(take(1), share());
 * whileHeld(lease$, ({ token, scheduler }) => smartPoll({ scheduler, drain, tasks: pricesWith(token) }), { drain })
 *   .subscribe({ complete: () => void redis.quit() });
 * ```
 */
export function whileHeld<T>(
  lease$: Observable<Held | undefined>,
  project: (held: Held) => ObservableInput<T>,
  options: WhileHeldOptions = {},
): Observable<T> {
  check('lease$', lease$, typeof lease$?.pipe === 'function', 'what lease() returned', 'whileHeld');
  check('project', project, typeof project === 'function', 'a function', 'whileHeld');
  checkOptions('whileHeld', options, 'drain');
  const { drain = NEVER } = options;
  return defer(() => {
    const idle = new BehaviorSubject(true);
    const drained$ = combineLatest([from(drain).pipe(take(1)), idle]).pipe(filter(([, isIdle]) => isIdle));
    const runs$ = lease$.pipe(
      tap((held) => {
        idle.next(true); // Between two runs, too, so that none begins while draining.
        if (held !== undefined) idle.next(false);
      }),
      switchMap((held) =>
        held === undefined ? EMPTY : from(project(held)).pipe(tap({ complete: () => held.release() })),
      ),
      takeUntil(drained$),
    );
    // The teardown sends a release: before anybody hears of the end and closes the connection.
    return concat(runs$.pipe(catchError((error: unknown) => throwError(() => error as Error))), EMPTY);
  });
}
