import { createDetails } from './create-details.js';
import { createHead } from './create-head.js';
import { createTable } from './create-table.js';
import { Frames } from './frames.js';
import { Lanes } from './lanes.js';
import { Observation } from './observation.js';
import { STYLES } from './styles.js';
import type { Watched, WatchedLoop } from './watched.js';

/** The content of a panel. It watches the loop only while the panel is in a document. */
export class PanelView<K> {
  private loop: WatchedLoop<K> | undefined = undefined;
  private lanes = new Lanes<K>();
  private watching: { unsubscribe(): void } | undefined = undefined;
  private readonly frames = new Frames((now) => this.draw(now));
  private readonly head = createHead((search) => this.table.find(search));
  private readonly details = createDetails<K>();
  private readonly table = createTable<K>(
    () => this.frames.ask(),
    () => this.details.focus(),
  );

  /** @param watched - read in each frame, so it may change at any time */
  constructor(
    root: ShadowRoot,
    private readonly watched: Watched<K>,
  ) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    root.append(this.head.root, this.table.root, this.details.root);
  }

  start(): void {
    this.frames.ask();
  }

  stop(): void {
    this.frames.stop();
    this.watch(undefined);
  }

  private watch(loop: WatchedLoop<K> | undefined): void {
    this.watching?.unsubscribe();
    this.loop = loop;
    this.lanes = new Lanes();
    // It never errors.
    // eslint-disable-next-line rxjs-x/no-ignored-error
    this.watching = loop?.changes$.subscribe((event) => {
      this.lanes.next(event);
      this.frames.ask();
    });
  }

  private draw(now: number): void {
    const { head, table, details, watched } = this;
    const { loop, commands } = watched;
    if (loop !== this.loop) this.watch(loop);
    for (const { root } of [head, table, details]) root.hidden = loop === undefined;
    if (loop === undefined) return;
    const observation = new Observation(loop, this.lanes, now);
    const { shown, chosen } = table.draw(observation);
    head.draw(observation, shown);
    details.draw(observation, chosen, commands);
  }
}
