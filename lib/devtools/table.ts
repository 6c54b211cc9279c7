import { COLUMNS, stateOf } from './columns.js';
import { element, set, write } from './element.js';
import { drawLane, lane } from './lane.js';
import type { Observation } from './observation.js';
import { keysIn } from './order.js';

/** The height of a row, as the style sheet has it. */
const ROW = 52;

/** A row that is drawn; as the table is scrolled, it is used for other keys. */
interface Row<K> {
  key: K | undefined;
  readonly root: HTMLElement;
  readonly cells: readonly HTMLElement[];
  readonly picture: SVGElement;
  readonly why: HTMLElement;
  readonly error: HTMLElement;
}

/** The table of the keys. Of thousands, only what can be seen is there. */
export class Table<K> {
  chosen: K | undefined = undefined;
  /** The keys in the order in which they are shown. */
  keys: readonly K[] = [];
  private search = '';
  private column: number | undefined = undefined;
  private descending = false;
  /** The order was asked for anew. */
  private asked = true;
  /** The pointer is over it. */
  private pointed = false;
  private observation: Observation<K> | undefined = undefined;
  private readonly rows: Row<K>[] = [];
  private readonly heads = COLUMNS.map(({ name }, i) => {
    const button = element('button', { type: 'button' }, name);
    button.onclick = () => this.sort(i);
    return element('div', { role: 'columnheader' }, button);
  });
  private readonly head = element(
    'div',
    { role: 'row', class: 'row head', 'aria-rowindex': '1' },
    ...this.heads,
    ...['Last 30 s', 'Why', 'Last error'].map((name) => element('div', { role: 'columnheader' }, name)),
  );
  private readonly body = element('div', { class: 'body', role: 'rowgroup' });
  readonly root = element(
    'div',
    { class: 'grid', role: 'grid', tabindex: '0', 'aria-label': 'Keys' },
    element('div', { role: 'rowgroup', class: 'top' }, this.head),
    this.body,
  );

  /**
   * @param changed - something else is to be shown
   * @param entered - the chosen key was opened by keyboard
   */
  constructor(
    private readonly changed: () => void,
    private readonly entered: () => void,
  ) {
    const { root } = this;
    root.onscroll = () => this.drawRows();
    // Under a pointer the rows keep their places, so that what is clicked is what was meant.
    root.onpointerenter = ({ pointerType }) => (this.pointed = pointerType === 'mouse');
    root.onpointerleave = () => (this.pointed = false);
    root.onclick = ({ target }) => {
      const row = this.rows.find((it) => it.root.contains(target as Node));
      if (row !== undefined) this.choose(this.keys.indexOf(row.key!));
    };
    root.onkeydown = (event) => this.press(event);
  }

  /** Shows the keys in which all of these words are. */
  find(search: string): void {
    this.search = search;
    this.renew();
  }

  draw(observation: Observation<K>): void {
    const { tasks } = observation;
    this.observation = observation;
    this.keys =
      this.pointed && !this.asked
        ? this.keys.filter((key) => tasks.has(key))
        : keysIn(observation, this.search, this.column, this.descending);
    this.asked = false;
    set(this.root, 'aria-rowcount', `${this.keys.length + 1}`);
    this.body.style.height = `${this.keys.length * ROW}px`;
    this.drawRows();
  }

  /** Sorts up, then down, then not at all. */
  private sort(column: number): void {
    const again = this.column === column;
    this.column = again && this.descending ? undefined : column;
    this.descending = again && !this.descending;
    this.heads.forEach((head, i) =>
      set(head, 'aria-sort', i === this.column ? (this.descending ? 'descending' : 'ascending') : undefined),
    );
    this.renew();
  }

  private renew(): void {
    this.asked = true;
    this.root.scrollTop = 0;
    this.changed();
  }

  private press(event: KeyboardEvent): void {
    const { root, keys } = this;
    if (event.target !== root) return;
    if (event.key === 'Enter') return this.entered();
    const index = keys.indexOf(this.chosen!);
    const page = Math.max(1, Math.floor(root.clientHeight / ROW) - 1);
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: Infinity,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(to);
  }

  private choose(index: number): void {
    const { root, keys } = this;
    const to = Math.max(0, Math.min(index, keys.length - 1));
    this.chosen = keys[to];
    const room = root.clientHeight - this.head.offsetHeight - ROW;
    root.scrollTop = Math.max(Math.min(root.scrollTop, to * ROW), to * ROW - room);
    this.drawRows();
    this.changed();
  }

  private drawRows(): void {
    const { root, rows, keys, observation } = this;
    if (observation === undefined) return;
    const first = Math.floor(root.scrollTop / ROW);
    while (rows.length < Math.ceil(root.clientHeight / ROW) + 1) this.addRow();
    let active: string | undefined;
    rows.forEach((row, i) => {
      // The first index from `first` on for which this row is used.
      const index = first + ((((i - first) % rows.length) + rows.length) % rows.length);
      row.root.hidden = index >= keys.length;
      if (row.root.hidden) return;
      row.key = keys[index]!;
      const isChosen = row.key === this.chosen;
      if (isChosen) active = row.root.id;
      set(row.root, 'aria-rowindex', `${index + 2}`);
      set(row.root, 'aria-selected', `${isChosen}`);
      row.root.style.transform = `translateY(${index * ROW}px)`;
      drawRow(row, row.key, observation);
    });
    set(root, 'aria-activedescendant', active);
  }

  private addRow(): void {
    const cell = (kind = ''): HTMLElement => element('div', { role: 'gridcell', class: kind });
    const cells = COLUMNS.map(({ name }) => cell(name.toLowerCase()));
    const [picture, timeline, why, error] = [lane(), cell('lane'), cell('why'), cell('last')];
    timeline.append(picture);
    const root = element(
      'div',
      { role: 'row', class: 'row', id: `row-${this.rows.length}` },
      ...[...cells, timeline, why, error],
    );
    this.rows.push({ key: undefined, root, cells, picture, why, error });
    this.body.append(root);
  }
}

function drawRow<K>({ cells, picture, why, error }: Row<K>, key: K, observation: Observation<K>): void {
  const { tasks, lanes, now } = observation;
  const task = tasks.get(key)!;
  COLUMNS.forEach((column, i) => write(cells[i]!, column.text(task, now)));
  const state = stateOf(task, now);
  set(cells[1]!, 'class', `state ${state}`);
  set(cells[2]!, 'class', state === 'ready' ? 'late' : 'due');
  set(cells[5]!, 'class', task.failures > 0 ? 'error' : 'failures');
  const sentence = observation.explain(key);
  write(why, sentence, sentence);
  write(error, task.lastError ?? '', task.lastError ?? '');
  drawLane(picture, lanes.of(key), now);
}
