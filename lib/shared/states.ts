import { Subject, type Subscriber } from 'rxjs';

/** The state of each key, for its observers. A key that nobody observes costs nothing. */
export class States<S> {
  private readonly observed = new Map<unknown, Subject<S>>();

  /** @param current - returns the present state of the key */
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

  /** @param current - its `state` is read only if somebody observes the key */
  show(id: unknown, current: { readonly state: S }): void {
    this.observed.get(id)?.next(current.state);
  }
}
