import type { TaskContext } from '../config/task.js';

/** An `AbortSignal` that is created only when it is read. */
export class LazySignal {
  private controller: AbortController | undefined = undefined;
  private aborted: { readonly reason: unknown } | undefined = undefined;

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.aborted !== undefined) this.controller.abort(this.aborted.reason);
    }
    return this.controller.signal;
  }

  /** @param reason - by default an `AbortError` */
  abort(reason?: unknown): void {
    if (this.aborted !== undefined) return;
    this.aborted = { reason };
    this.controller?.abort(reason);
  }
}

/** What `project` is called with. */
export class FirstStageContext<K> extends LazySignal implements TaskContext<K> {
  constructor(readonly key: K) {
    super();
  }
}
