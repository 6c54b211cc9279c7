/** An item of a heap. It knows its place there, so that it can leave in O(log n). */
export interface HeapItem {
  /** Its place in the heap; −1 outside. */
  index: number;
}

/** A binary heap whose items may leave from anywhere, in O(log n) (6.6). */
export class Heap<T extends HeapItem> {
  top: T | undefined = undefined;
  size = 0;
  private readonly items: T[] = [];

  /** @param before - whether `a` comes before `b` */
  constructor(private readonly before: (a: T, b: T) => boolean) {}

  push(item: T): void {
    this.up(this.size++, item);
    this.top = this.items[0];
  }

  remove(item: T): void {
    const { items } = this;
    const index = item.index;
    const last = items.pop() as T;
    item.index = -1;
    this.size--;
    if (last !== item) {
      if (index > 0 && this.before(last, items[(index - 1) >> 1] as T)) this.up(index, last);
      else this.down(index, last);
    }
    this.top = items[0];
  }

  /** All items, in no order. */
  get all(): readonly T[] {
    return this.items;
  }

  /** How many items come before `item`, itself not counted; O(n). */
  rank(item: T): number {
    return this.items.filter((other) => this.before(other, item)).length;
  }

  private up(index: number, item: T): void {
    const { items } = this;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent] as T;
      if (!this.before(item, above)) break;
      items[index] = above;
      above.index = index;
      index = parent;
    }
    items[index] = item;
    item.index = index;
  }

  private down(index: number, item: T): void {
    const { items } = this;
    const { length } = items;
    for (let child = 2 * index + 1; child < length; child = 2 * index + 1) {
      if (child + 1 < length && this.before(items[child + 1] as T, items[child] as T)) child++;
      const below = items[child] as T;
      if (!this.before(below, item)) break;
      items[index] = below;
      below.index = index;
      index = child;
    }
    items[index] = item;
    item.index = index;
  }
}
