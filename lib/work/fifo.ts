/** An item of a `Fifo`, linked to the next, so that nothing is ever shifted. */
export interface Linked<T> {
  link: T | undefined;
}

/** First in, first out, in constant time for any length (3.3). */
export class Fifo<T extends Linked<T>> {
  /** The item that `shift` would take. */
  first: T | undefined = undefined;
  private last: T | undefined = undefined;

  push(item: T): void {
    if (this.last === undefined) this.first = item;
    else this.last.link = item;
    this.last = item;
  }

  shift(): T | undefined {
    const item = this.first;
    if (item !== undefined) {
      this.first = item.link;
      if (this.first === undefined) this.last = undefined;
      item.link = undefined;
    }
    return item;
  }
}
