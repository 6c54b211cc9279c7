import type { PostsCommands } from './details.js';
import type { WatchedLoop } from './observation.js';
import { PanelView } from './panel-view.js';

/**
 * `<smart-poll-panel>`: what a loop and each of its keys are doing, live; a custom element for any framework.
 *
 * `defineSmartPollPanel()` makes it known to the page. The CSS variables `--smart-poll-background`, `-soft`, `-line`, `-text`, `-muted`,
 * `-accent`, `-late` and `-error` set its colours; without them it is light or dark as its `color-scheme` is, by default the reader's.
 *
 * @typeParam K - the keys of the loop
 */
export interface SmartPollPanel<K = any> extends HTMLElement {
  /**
   * The loop to show: the `TaskStates` that is its monitor.
   *
   * @defaultValue `undefined`: nothing is shown
   */
  loop: WatchedLoop<K> | undefined;
  /**
   * What the buttons refresh, hold and cancel post to: the loop's `LoopCommands`, or Angular's `SmartPollRef`.
   *
   * @defaultValue `undefined`: there are no buttons
   */
  commands: PostsCommands<K> | undefined;
}

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
  if (typeof customElements === 'undefined' || customElements.get(NAME) !== undefined) return;
  customElements.define(
    NAME,
    class extends HTMLElement implements SmartPollPanel {
      private readonly view = new PanelView<unknown>(this.attachShadow({ mode: 'open' }));
      private watched: WatchedLoop | undefined = undefined;
      private posted: PostsCommands | undefined = undefined;

      constructor() {
        super();
        // What was set before the element was defined stands before the properties below.
        const { loop, commands } = this;
        Reflect.deleteProperty(this, 'loop');
        Reflect.deleteProperty(this, 'commands');
        Object.assign(this, { loop, commands });
      }

      get loop(): WatchedLoop | undefined {
        return this.watched;
      }

      set loop(loop: WatchedLoop | undefined) {
        this.watched = loop;
        this.view.watch(loop);
      }

      get commands(): PostsCommands | undefined {
        return this.posted;
      }

      set commands(commands: PostsCommands | undefined) {
        this.posted = commands;
        this.view.command(commands);
      }

      connectedCallback(): void {
        this.view.setShown(true);
      }

      disconnectedCallback(): void {
        this.view.setShown(false);
      }
    },
  );
}
