import { Details, type PostsCommands } from './details.js';
import { element, write } from './element.js';
import { Frames } from './frames.js';
import { Head } from './head.js';
import { Lanes } from './lanes.js';
import { Observation, type WatchedLoop } from './observation.js';
import { STYLES } from './styles.js';
import { Table } from './table.js';

/** What is in a panel. It watches the loop only while the panel is in a document. */
export class PanelView<K> {
  private lanes = new Lanes<K>();
  private watching: { unsubscribe(): void } | undefined = undefined;
  private shown = false;
  private loop: WatchedLoop<K> | undefined = undefined;
  private readonly frames = new Frames((now) => this.draw(now));
  private readonly head = new Head();
  private readonly details = new Details<K>();
  private readonly table = new Table<K>(
    () => this.frames.ask(),
    () => this.details.focus(),
  );
  /** How many keys were found, for those who do not see it. */
  private readonly found = element('span', { role: 'status', class: 'hidden' });

  constructor(root: ShadowRoot) {
    const { search } = this.head;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    root.append(this.head.root, this.table.root, this.details.root, this.found);
    search.oninput = () => this.table.find(search.value.trim());
    this.details.root.hidden = true;
  }

  watch(loop: WatchedLoop<K> | undefined): void {
    this.loop = loop;
    this.lanes = new Lanes();
    this.begin();
  }

  command(commands: PostsCommands<K> | undefined): void {
    this.details.commands = commands;
    if (this.shown) this.frames.ask();
  }

  setShown(shown: boolean): void {
    this.shown = shown;
    this.begin();
  }

  private begin(): void {
    this.watching?.unsubscribe();
    this.watching = undefined;
    this.frames.stop();
    if (!this.shown || this.loop === undefined) return;
    // It never fails: what watches has no errors.
    // eslint-disable-next-line rxjs-x/no-ignored-error
    this.watching = this.loop.changes$.subscribe((event) => {
      this.lanes.next(event);
      this.frames.ask();
    });
    this.frames.ask();
  }

  private draw(now: number): void {
    const { loop, table, head } = this;
    if (loop === undefined) return;
    const observation = new Observation(loop, this.lanes, now);
    head.draw(observation);
    table.draw(observation);
    this.details.draw(table.chosen, observation);
    const { length } = table.keys;
    write(this.found, head.search.value ? `${length} of ${observation.tasks.size} keys` : '');
  }
}
