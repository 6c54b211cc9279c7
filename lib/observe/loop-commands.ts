import { Subject, type Observable } from 'rxjs';
import type { Hook } from '../config/hook.js';
import type { ControlLoop, HandlerResult } from '../config/task.js';

/** What `LoopCommands` runs in a turn: a handler, which may return what a handler may. */
export type LoopCommand<K, R = never> = (loop: ControlLoop<K>) => HandlerResult<R>;

/**
 * A ready-made hook for everything outside of the loop, such as a button: what is posted runs in a turn of its own.
 *
 * The loop goes on for as long as commands may come: it does not complete by itself, unless `keepsAlive` is false.
 *
 * @typeParam K - the keys of the loop
 * @typeParam R - what commands emit; nothing by default
 *
 * @example
 * ```ts
 * const commands = new LoopCommands<'price'>();
 * smartPoll({ tasks: { price }, hooks: { commands } }).subscribe();
 *
 * button.onclick = () => commands.post((loop) => loop.schedule('price', 0));
 * ```
 */
export class LoopCommands<K, R = never> implements Hook<K, LoopCommand<K, R>, R> {
  /** The commands; there for the loop. */
  readonly source: Observable<LoopCommand<K, R>>;
  private readonly posted = new Subject<LoopCommand<K, R>>();

  /** @param keepsAlive - whether the loop goes on, with nothing else to do, because commands may come */
  constructor(readonly keepsAlive = true) {
    this.source = this.posted.asObservable();
  }

  /**
   * Runs `command` in a turn of its own: at once while the loop is idle, else when it is its turn. It is dropped where no run is
   * active, as a value of a Subject would be. One that throws ends the run, as every handler does.
   */
  post(command: LoopCommand<K, R>): void {
    this.posted.next(command);
  }

  /** Runs a command; called by the loop. */
  next(command: LoopCommand<K, R>, loop: ControlLoop<K>): HandlerResult<R> {
    return command(loop);
  }
}
