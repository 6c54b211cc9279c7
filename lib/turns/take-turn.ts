import { Observable, type ObservableInput } from 'rxjs';
import { describe } from '../config/describe.js';
import type { Emit } from '../config/emit.js';
import { isAsyncIterable, isObservableLike, isPromiseLike } from '../config/kinds.js';
import type { Leftover, Leftovers } from '../stages/leftovers.js';
import type { Notification } from '../stages/notification.js';
import { Stage } from '../stages/stage.js';
import { begin, type WorkObserver } from '../stages/work.js';
import type { Control } from './control.js';
import { OVER } from './over.js';
import { TaskTurnLoop, TurnLoop } from './turn-loop.js';

/** What a turn needs from the run. */
export interface TurnHost<K> {
  readonly control: Control<K>;
  readonly leftovers: Leftovers;
  readonly emit: Emit | undefined;
  /** The turn has ended; the next may begin. */
  readonly ended: () => void;
}

/**
 * One turn, from the call of the handler to the completion of what it returned, as the inner Observable of
 * `concatMap` (3.1, 3.7). A handler that throws fails it, and so does an error that nobody handles (4.2).
 */
export function takeTurn<K, R>(notification: Notification, host: TurnHost<K>): Observable<R> {
  const { source, handler } = notification;
  const loop =
    source instanceof Stage ? new TaskTurnLoop<K>(host.control, source) : new TurnLoop<K>(host.control);
  source.turnStarts(handler);
  host.emit?.({ type: 'turn-start', handler, ...source.origin });
  if (host.control.closed) return OVER; // A monitor has unsubscribed.
  let returned: unknown;
  try {
    returned = call(notification, loop as TaskTurnLoop<any>);
  } finally {
    if (host.control.closed) loop.abort();
  }
  // The handler has ended the run: nothing begins any more, but a Promise goes on and is left over.
  if (host.control.closed && !isPromiseLike(returned)) return OVER;
  if (returned !== undefined) return asynchronous(returned as ObservableInput<R>, notification, loop, host);
  end(notification, loop, host);
  return OVER;
}

function end<K>({ source, handler }: Notification, loop: TurnLoop<K>, host: TurnHost<K>): void {
  loop.end();
  host.emit?.({ type: 'turn-end', handler, ...source.origin });
  source.turnEnds();
  host.ended();
}

function call({ source: { handlers }, handler, value }: Notification, loop: TaskTurnLoop<any>): unknown {
  switch (handler) {
    case 'next':
      return handlers.next?.(value, loop);
    case 'complete':
      return handlers.complete?.(loop);
    case 'onRun':
      return handlers.onRun?.(loop);
    case 'error':
      if (handlers.error === undefined) throw value;
      return handlers.error(value, loop);
  }
}

/** What a handler returned, as output; `undefined` is none (3.7). */
function asynchronous<K, R>(
  returned: ObservableInput<R | undefined>,
  notification: Notification,
  loop: TurnLoop<K>,
  host: TurnHost<K>,
): Observable<R> {
  if (!isOutput(returned))
    throw new TypeError(
      `smartPoll: a handler returned ${describe(returned)}; it may return nothing, or an Observable, a Promise, an async iterable or an array of what it emits`,
    );
  return new Observable<R>((subscriber) => {
    let open = true;
    const observer: WorkObserver<R | undefined> & Leftover = {
      origin: notification.source.origin,
      work: undefined,
      next(value) {
        if (value !== undefined) subscriber.next(value);
        observer.work?.resume?.();
      },
      last(value) {
        observer.next(value);
        observer.complete();
      },
      error(error: unknown) {
        open = false; // It has ended by itself, so its signal is not aborted.
        try {
          observer.work?.unsubscribe();
        } finally {
          subscriber.error(error); // Whatever a teardown throws.
        }
      },
      complete() {
        if (!open) return;
        open = false;
        subscriber.complete(); // First `concatMap` is through with this turn, then the next may come.
        end(notification, loop, host);
      },
      settled() {
        host.leftovers.settle(observer);
      },
    };
    const leave = (): void => {
      observer.work?.unsubscribe();
      if (observer.work?.pending === true) host.leftovers.add(observer);
    };
    subscriber.add(() => {
      if (!open) return;
      open = false;
      loop.abort();
      leave();
    });
    begin(returned, observer);
    if (subscriber.closed) leave(); // The handler had ended the run before it returned a Promise.
  });
}

function isOutput(value: unknown): boolean {
  return isObservableLike(value) || isPromiseLike(value) || isAsyncIterable(value) || Array.isArray(value);
}
