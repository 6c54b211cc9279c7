import { PanelView } from './panel-view.js';
import type { Watched } from './watched.js';

/**
 * `<smart-poll-panel>`: a custom element, for any framework, that shows live what a loop and each of its keys are doing.
 *
 * `defineSmartPollPanel()` registers it. The CSS variables `--smart-poll-background`, `-text`, `-accent`, `-late` and
 * `-error` set its colours. Without them its `color-scheme` decides between light and dark, by default the reader's choice.
 *
 * @typeParam K - the keys of the loop
 */
export interface SmartPollPanel<K = any> extends HTMLElement, Watched<K> {}

const NAME = 'smart-poll-panel';

/**
 * Registers the custom element `<smart-poll-panel>`.
 *
 * It does nothing if called again, or without a DOM, as on a server.
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
