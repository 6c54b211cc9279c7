import { Observable, type Subscriber, type Subscription } from 'rxjs';

class Over extends Observable<never> {
  override subscribe(subscriber?: unknown): Subscription {
    (subscriber as Subscriber<never>).complete();
    return subscriber as Subscriber<never>;
  }
}

/** A turn that is over as its handler returns: `EMPTY` for `concatMap` alone, at a tenth less (bench row "hook"). */
export const OVER = new Over();
