/** What a `Fifo` holds: it is linked to the one behind it, so that nothing is ever shifted. */
export interface Linked<T> {
  link: T | undefined;
}

/** First in, first out, in constant time for any length (3.3). */
export class Fifo<T extends Linked<T>> {
  private head: T | undefined = undefined;
  private tail: T | undefined = undefined;

  /** The one that `shift` would take. */
  get first(): T | undefined {
    return this.head;
  }

  get empty(): boolean {
    return this.head === undefined;
  }

  push(item: T): void {
    if (this.tail === undefined) this.head = item;
    else this.tail.link = item;
    this.tail = item;
  }

  shift(): T | undefined {
    const item = this.head;
    if (item !== undefined) {
      this.head = item.link;
      if (this.head === undefined) this.tail = undefined;
      item.link = undefined;
    }
    return item;
  }
}
