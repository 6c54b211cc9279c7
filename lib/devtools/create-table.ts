import { createColumns, type Sorting } from './create-columns.js';
import { createRow } from './create-row.js';
import { element, set } from './element.js';
import type { Observation } from './observation.js';
import { orderOf } from './order.js';

/** The height of a row, as in the style sheet. */
const ROW = 52;

/**
 * The table of keys. Of thousands, only the visible rows exist.
 *
 * @param changed - called when something else is to be shown
 * @param entered - called when the chosen key is opened by keyboard
 */
export function createTable<K>(changed: () => void, entered: () => void) {
  let search = '';
  let sorting: Sorting = { column: undefined, descending: false };
  let asked = true; // Whether to sort anew.
  let pointed = false;
  let chosen: K | undefined;
  let keys: readonly K[] = [];
  let observation: Observation<K> | undefined;
  const rows: ReturnType<typeof createRow<K>>[] = [];

  const renew = (): void => {
    asked = true;
    root.scrollTop = 0;
    changed();
  };
  const columns = createColumns((by) => {
    sorting = by;
    renew();
  });
  const top = element('div', { role: 'rowgroup', class: 'top' }, columns.root);
  const body = element('div', { role: 'rowgroup', class: 'body' });
  const root = element(
    'div',
    { class: 'grid', role: 'grid', tabindex: '0', 'aria-label': 'Keys' },
    top,
    body,
  );

  const firstIndex = (): number => Math.floor(root.scrollTop / ROW);
  const drawRows = (): void => {
    if (observation === undefined) return;
    while (rows.length < Math.ceil(root.clientHeight / ROW) + 1) {
      const row = createRow<K>(`row-${rows.length}`);
      rows.push(row);
      body.append(row.root);
    }
    let active: string | undefined;
    for (const [i, row] of rows.entries()) {
      const index = firstIndex() + i;
      row.root.hidden = index >= keys.length;
      if (row.root.hidden) continue;
      const key = keys[index]!;
      if (key === chosen) active = row.root.id;
      set(row.root, 'aria-rowindex', `${index + 2}`);
      set(row.root, 'aria-selected', `${key === chosen}`);
      row.root.style.top = `${index * ROW}px`;
      row.draw(key, observation);
    }
    set(root, 'aria-activedescendant', active);
  };
  const choose = (index: number): void => {
    const to = Math.max(0, Math.min(index, keys.length - 1));
    const end = (to + 1) * ROW + top.offsetHeight - root.clientHeight;
    chosen = keys[to];
    root.scrollTop = Math.max(Math.min(root.scrollTop, to * ROW), end);
    drawRows();
    changed();
  };

  root.onscroll = drawRows;
  root.onfocus = () => {
    if (chosen === undefined) choose(0);
  };
  // Under a pointer the rows keep their places, so that nobody clicks the wrong one.
  root.onpointerenter = ({ pointerType }) => (pointed = pointerType === 'mouse');
  root.onpointerleave = () => (pointed = false);
  root.onclick = ({ target }) => {
    const row = rows.findIndex((it) => it.root.contains(target as Node));
    if (row >= 0) choose(firstIndex() + row);
  };
  root.onkeydown = (event) => {
    if (event.target !== root) return;
    const index = keys.indexOf(chosen!);
    const page = Math.max(1, Math.floor(root.clientHeight / ROW) - 2);
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: Infinity,
    };
    const to = moves[event.key];
    if (to === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === undefined) entered();
    else choose(to);
  };
  return {
    root,
    /** Shows the keys that contain all of these words. */
    find(words: string): void {
      search = words;
      renew();
    },
    /** Returns how many keys are shown, and which one is chosen. */
    draw(observed: Observation<K>): { shown: number; chosen: K | undefined } {
      observation = observed;
      keys =
        pointed && !asked
          ? keys.filter((key) => observed.tasks.has(key))
          : orderOf(observed, search, sorting);
      asked = false;
      columns.draw(observed);
      set(root, 'aria-rowcount', `${keys.length + 1}`);
      body.style.height = `${keys.length * ROW}px`;
      drawRows();
      return { shown: keys.length, chosen };
    },
  };
}
