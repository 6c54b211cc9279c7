import { PanelView } from './panel-view.js';
import type { Watched } from './watched.js';

/**
 * `<smart-poll-panel>`: what a loop and each of its keys are doing, live. A custom element, for any framework.
 *
 * `defineSmartPollPanel()` makes it known to the page. The CSS variables `--smart-poll-background`, `-text`, `-accent`, `-late` and
 * `-error` set its colours. Without them it is light or dark as its `color-scheme` says, by default as the reader prefers.
 *
 * @typeParam K - the keys of the loop
 */
export interface SmartPollPanel<K = any> extends HTMLElement, Watched<K> {}

const NAME = 'smart-poll-panel';

/**
 * Makes `<smart-poll-panel>` known to the page. Called again, and where there is no DOM, as on a server, it does nothing.
 *
 * @see [Seeing what a loop does](../../docs/guides/monitor-and-explain.md)
 *
 * @example
 * ```ts
 * const states = new TaskStates<'price'>();
 * const commands = new LoopCommands<'price'>();
 * smartPoll({ tasks: { price }, hooks: { commands }, monitor: states }).subscribe();
 *
 * defineSmartPollPanel();
 * const panel = document.createElement('smart-poll-panel') as SmartPollPanel<'price'>;
 * document.body.append(Object.assign(panel, { loop: states, commands }));
 * ```
 */
export function defineSmartPollPanel(): void {
  if (typeof customElements === 'undefined' || customElements.get(NAME)) return;
  customElements.define(
    NAME,
    class extends HTMLElement {
      private readonly view = new PanelView(this.attachShadow({ mode: 'open' }), this as Watched);

      connectedCallback(): void {
        this.view.start();
      }

      disconnectedCallback(): void {
        this.view.stop();
      }
    },
  );
}
