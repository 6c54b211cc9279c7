import { Observable, type Subscriber } from 'rxjs';

/** What the pump feeds one operator with: a Subject for one subscriber, without a walk over many (bench row "cycle"). */
export class Feed<T> {
  private subscriber: Subscriber<T> | undefined = undefined;
  readonly values = new Observable<T>((subscriber) => {
    this.subscriber = subscriber;
  });

  next(value: T): void {
    this.subscriber?.next(value);
  }
}
