import { map, Subject, type Subscriber } from 'rxjs';

/**
 * The state of each key, for its observers, who always get the present one: what they do as they are told may change it. A
 * key that nobody observes costs nothing.
 */
export class States<S> {
  private readonly observed = new Map<unknown, Subject<void>>();

  /** @param current - returns the present state of the key */
  observe(id: unknown, current: () => S, observer: Subscriber<S>): void {
    const { observed } = this;
    let states = observed.get(id);
    if (states === undefined) observed.set(id, (states = new Subject()));
    observer.add(states.pipe(map(current)).subscribe(observer));
    observer.add(() => {
      if (!states.observed && observed.get(id) === states) observed.delete(id);
    });
    observer.next(current());
  }

  /** The state of the key has changed. */
  show(id: unknown): void {
    this.observed.get(id)?.next();
  }
}
