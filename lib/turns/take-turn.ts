import { Observable, type Subscriber, type Subscription } from 'rxjs';
import { describe } from '../config/describe.js';
import { TurnTimeoutError } from '../config/errors.js';
import { isAsyncIterable, isObservableLike, isPromiseLike } from '../config/kinds.js';
import type { Emit } from '../config/loop-event.js';
import { nameOf } from '../config/name-of.js';
import type { StreamInput } from '../config/stream-input.js';
import type { RunState } from '../keys/run-state.js';
import type { TaskRun } from '../keys/task-run.js';
import type { Clock } from '../time/clock.js';
import { Deadline } from '../time/deadline.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { Leftovers } from '../work/leftovers.js';
import type { PendingTurn } from '../work/pending-turn.js';
import { begin, type Work, type WorkObserver } from '../work/work.js';
import type { Control } from './control.js';
import { TaskTurnLoop, TurnLoop } from './turn-loop.js';

export interface TurnParts {
  readonly control: Control<any>;
  readonly state: RunState;
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly leftovers: Leftovers;
  readonly emit: Emit | undefined;
  /** How long a turn may last, in milliseconds (3.9). */
  readonly turnTimeout: number | undefined;
  /** Called when the turn has ended: the next may begin. */
  readonly ended: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * One turn, from the call of the handler to the completion of what it returned, as the inner Observable of
 * `concatMap` (3.1, 3.7). A handler that throws fails it, and so does an error that nobody handles (4.2).
 */
export function takeTurn<R>(turn: PendingTurn, parts: TurnParts): Observable<R> {
  const { cause, handler } = turn;
  const { control, state, emit, turnTimeout } = parts;
  const loop = cause.lane === 'tasks' ? new TaskTurnLoop(control, cause as TaskRun) : new TurnLoop(control);
  cause.turnStarts(handler);
  emit?.({ type: 'turn-start', handler, ...cause.origin });
  if (state.over) return OVER; // A monitor unsubscribed.
  const limit = turnTimeout === undefined ? undefined : new TurnLimit(turn, turnTimeout, parts);
  let returned: unknown;
  try {
    returned = call(turn, loop as TaskTurnLoop<any>);
  } catch (error) {
    fail(loop, error);
  } finally {
    if (state.over) loop.abort();
  }
  // The handler ended the run: nothing begins any more, but a Promise goes on, as a leftover.
  if (state.over && !isPromiseLike(returned)) return OVER;
  if (returned === undefined) {
    if (limit?.isOver() === true) fail(loop, limit.error);
    end(turn, loop, parts);
    return OVER;
  }
  if (isOutput(returned)) return new AsynchronousTurn(returned as StreamInput<R>, turn, loop, parts, limit);
  return fail(
    loop,
    new TypeError(
      `smartPoll: ${nameOf(handler, cause.origin)} returned ${describe(returned)}; it may return nothing, or an Observable, a Promise, an async iterable or an array of what it emits`,
    ),
  );
}

/** The turn fails (4.2, 4.11). */
function fail(loop: TurnLoop<any>, error: unknown): never {
  loop.abort(error);
  throw error;
}

function call({ cause, handler, value }: PendingTurn, loop: TaskTurnLoop<any>): unknown {
  const { handlers } = cause;
  switch (handler) {
    case 'next':
      return handlers.next?.(value, loop);
    case 'complete':
      return handlers.complete?.(loop);
    case 'onRun':
      return handlers.onRun?.(loop);
    case 'error':
      if (handlers.error !== undefined) return handlers.error(value, loop);
      return cause.unhandled(value);
  }
}

function end({ cause, handler }: PendingTurn, loop: TurnLoop<any>, parts: TurnParts): void {
  loop.end();
  parts.emit?.({ type: 'turn-end', handler, ...cause.origin });
  cause.turnEnds();
  parts.ended();
}

/** A turn that lasts until what its handler returned completes, and emits its values; `undefined` is not output (3.7). */
class AsynchronousTurn<R> extends Observable<R> implements WorkObserver<R | undefined> {
  work: Work | undefined = undefined;
  private open = true;
  private subscriber: Subscriber<R> | undefined = undefined;

  constructor(
    private readonly returned: StreamInput<R | undefined>,
    private readonly turn: PendingTurn,
    private readonly loop: TurnLoop<any>,
    private readonly parts: TurnParts,
    private readonly limit: TurnLimit | undefined,
  ) {
    super();
  }

  /** `concatMap` subscribes. */
  override subscribe(subscriber?: unknown): Subscription {
    const own = (this.subscriber = subscriber as Subscriber<R>);
    own.add(() => this.tearDown());
    this.limit?.arm();
    try {
      begin(this.returned, this);
    } catch (error) {
      this.error(error);
    }
    if (own.closed) this.leave(); // The handler ended the run before it returned a Promise.
    return own;
  }

  next(value: R | undefined): void {
    if (value !== undefined) this.subscriber?.next(value);
    this.work?.resume?.();
  }

  last(value: R | undefined): void {
    this.next(value);
    this.complete();
  }

  error(error: unknown): void {
    if (!this.open) return;
    this.open = false;
    this.limit?.disarm();
    this.loop.abort(error);
    this.subscriber?.error(error);
  }

  complete(): void {
    if (!this.open) return;
    this.open = false;
    this.limit?.disarm();
    if (this.limit?.isOver() === true) {
      this.loop.abort(this.limit.error);
      return this.subscriber?.error(this.limit.error);
    }
    this.subscriber?.complete(); // `concatMap` has to be through with this turn before the next may come.
    end(this.turn, this.loop, this.parts);
  }

  private tearDown(): void {
    if (!this.open) return;
    this.open = false;
    this.limit?.disarm();
    this.loop.abort();
    this.leave();
  }

  private leave(): void {
    const { work, limit, parts } = this;
    work?.unsubscribe();
    if (work?.pending === true && limit?.expired !== true)
      parts.leftovers.add(work, {
        origin: this.turn.cause.origin,
        clock: parts.clock,
        deadline: limit?.deadline.due,
      });
  }
}

/** Ends the run when a turn lasts too long (3.9). */
class TurnLimit {
  readonly error: TurnTimeoutError;
  /** It has ended the run, which no longer waits for the turn. */
  expired = false;
  readonly deadline: Deadline;

  constructor(
    turn: PendingTurn,
    turnTimeout: number,
    private readonly parts: TurnParts,
  ) {
    const { cause, handler } = turn;
    this.error = new TurnTimeoutError(cause.origin, handler, turnTimeout);
    this.deadline = new Deadline(parts.clock.line() + turnTimeout, () => {
      this.expired = true;
      parts.fail(this.error);
    });
  }

  arm(): void {
    this.parts.timers.add(this.deadline);
  }

  disarm(): void {
    if (this.deadline.index >= 0) this.parts.timers.remove(this.deadline);
  }

  /** A handler that kept the host busy is noticed when it returns. */
  isOver(): boolean {
    return this.parts.clock.line() > this.deadline.due;
  }
}

function isOutput(value: unknown): boolean {
  return isObservableLike(value) || isPromiseLike(value) || isAsyncIterable(value) || Array.isArray(value);
}

/** A turn that is over when its handler returns: an `EMPTY` for `concatMap` only, a tenth cheaper (bench row "hook"). */
class Over extends Observable<never> {
  override subscribe(subscriber?: unknown): Subscription {
    (subscriber as Subscriber<never>).complete();
    return subscriber as Subscriber<never>;
  }
}

const OVER = new Over();
