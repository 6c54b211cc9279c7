import type { Injector } from '@angular/core';

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
}
