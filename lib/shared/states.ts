import { Subject, type Subscriber } from 'rxjs';

/** What each key is told of, to who observes it. A key that nobody observes costs nothing. */
export class States<S> {
  private readonly observed = new Map<unknown, Subject<S>>();

  /** @param current - what is known of the key now */
  observe(id: unknown, current: () => S, observer: Subscriber<S>): void {
    const { observed } = this;
    let states = observed.get(id);
    if (states === undefined) observed.set(id, (states = new Subject()));
    observer.add(states.subscribe(observer));
    observer.add(() => {
      if (!states.observed && observed.get(id) === states) observed.delete(id);
    });
    observer.next(current());
  }

  /** @param current - is asked only where somebody observes the key */
  show(id: unknown, current: { readonly state: S }): void {
    this.observed.get(id)?.next(current.state);
  }
}
