import { Observable, type ObservableInput, type Subscriber, type Subscription } from 'rxjs';
import { describe } from '../config/describe.js';
import { isAsyncIterable, isObservableLike, isPromiseLike } from '../config/kinds.js';
import type { Emit } from '../config/loop-event.js';
import type { RunState } from '../keys/run-state.js';
import type { TaskRun } from '../keys/task-run.js';
import type { Leftover, Leftovers } from '../work/leftovers.js';
import type { PendingTurn } from '../work/pending-turn.js';
import { begin, type WorkObserver } from '../work/work.js';
import type { Control } from './control.js';
import { TaskTurnLoop, TurnLoop } from './turn-loop.js';

/** What turns work with. */
export interface TurnParts<K> {
  readonly control: Control<K>;
  readonly state: RunState;
  readonly leftovers: Leftovers;
  readonly emit: Emit | undefined;
  /** The turn has ended; the next may begin. */
  readonly ended: () => void;
}

/**
 * One turn, from the call of the handler to the completion of what it returned, as the inner Observable of
 * `concatMap` (3.1, 3.7). A handler that throws fails it, and so does an error that nobody handles (4.2).
 */
export function takeTurn<K, R>(turn: PendingTurn, parts: TurnParts<K>): Observable<R> {
  const { cause, handler } = turn;
  const loop =
    cause.lane === 'tasks'
      ? new TaskTurnLoop<K>(parts.control, cause as TaskRun<K>)
      : new TurnLoop<K>(parts.control);
  cause.turnStarts(handler);
  parts.emit?.({ type: 'turn-start', handler, ...cause.origin });
  if (parts.state.over) return OVER; // A monitor has unsubscribed.
  let returned: unknown;
  try {
    returned = call(turn, loop as TaskTurnLoop<any>);
  } finally {
    if (parts.state.over) loop.abort();
  }
  // The handler has ended the run: nothing begins any more, but a Promise goes on and is left over.
  if (parts.state.over && !isPromiseLike(returned)) return OVER;
  if (returned !== undefined) return asynchronous(returned as ObservableInput<R>, turn, loop, parts);
  end(turn, loop, parts);
  return OVER;
}

function end<K>({ cause, handler }: PendingTurn, loop: TurnLoop<K>, parts: TurnParts<K>): void {
  loop.end();
  parts.emit?.({ type: 'turn-end', handler, ...cause.origin });
  cause.turnEnds();
  parts.ended();
}

function call({ cause: { handlers }, handler, value }: PendingTurn, loop: TaskTurnLoop<any>): unknown {
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
  turn: PendingTurn,
  loop: TurnLoop<K>,
  parts: TurnParts<K>,
): Observable<R> {
  if (!isOutput(returned))
    throw new TypeError(
      `smartPoll: a handler returned ${describe(returned)}; it may return nothing, or an Observable, a Promise, an async iterable or an array of what it emits`,
    );
  return new Observable<R>((subscriber) => {
    let open = true;
    const observer: WorkObserver<R | undefined> & Leftover = {
      origin: turn.cause.origin,
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
        end(turn, loop, parts);
      },
      settled() {
        parts.leftovers.settle(observer);
      },
    };
    const leave = (): void => {
      observer.work?.unsubscribe();
      if (observer.work?.pending === true) parts.leftovers.add(observer);
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

class Over extends Observable<never> {
  override subscribe(subscriber?: unknown): Subscription {
    (subscriber as Subscriber<never>).complete();
    return subscriber as Subscriber<never>;
  }
}

/** A turn that is over as its handler returns: `EMPTY` for `concatMap` alone, at a tenth less (bench row "hook"). */
const OVER = new Over();
