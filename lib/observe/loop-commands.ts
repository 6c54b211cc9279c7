import { Subject, type Observable } from 'rxjs';
import type { Hook } from '../config/hook.js';
import type { ControlLoop, HandlerResult } from '../config/task.js';

/** What `LoopCommands` runs in a turn: a handler, with the same results as any other. */
export type LoopCommand<K, R = never> = (loop: ControlLoop<K>) => HandlerResult<R>;

/**
 * A ready-made hook for code outside of the loop, such as that of a button: each command you post runs in a turn of its
 * own.
 *
 * Since commands may always come, the loop does not complete by itself, unless `keepsAlive` is false.
 *
 * @typeParam K - the keys of the loop
 * @typeParam R - what commands emit; nothing by default
 * @see [Seeing what a loop does](../../docs/guides/monitor-and-explain.md)
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
  /** The commands; the loop subscribes to them. */
  readonly source: Observable<LoopCommand<K, R>>;
  private readonly posted = new Subject<LoopCommand<K, R>>();

  /** @param keepsAlive - whether the loop stays alive, even with nothing else to do, because commands may come */
  constructor(readonly keepsAlive = true) {
    this.source = this.posted.asObservable();
  }

  /**
   * Runs `command` in a turn of its own: at once if the loop is idle, otherwise after the turns before it.
   *
   * If no run is active it is dropped, like a value of a Subject that nobody is subscribed to. If it throws, the run ends,
   * as with every handler.
   */
  post(command: LoopCommand<K, R>): void {
    this.posted.next(command);
  }

  /** Runs a command; called by the loop. */
  next(command: LoopCommand<K, R>, loop: ControlLoop<K>): HandlerResult<R> {
    return command(loop);
  }
}
