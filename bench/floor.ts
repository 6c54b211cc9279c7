import { concatMap, EMPTY, mergeMap, of, Subject } from 'rxjs';

/**
 * The floor of the shape: `count` cycles of `Subject` → `mergeMap` → `concatMap`, where the second stage
 * asks for the next cycle and a loop feeds one at a time. Nothing but RxJS; returns the cycles made.
 */
export function bareCycle(count: number): number {
  const ticks = new Subject<void>();
  let made = 0;
  let due = true;
  const subscription = ticks
    .pipe(
      mergeMap(() => of(1)),
      concatMap(() => {
        due = ++made < count;
        return EMPTY;
      }),
    )
    .subscribe();
  while (due) {
    due = false;
    ticks.next();
  }
  subscription.unsubscribe();
  return made;
}

/** The floor of a hook: `count` events through a bare `concatMap`, fed one at a time. */
export function bareConcatMap(count: number): number {
  const source = new Subject<number>();
  let handled = 0;
  const subscription = source
    .pipe(
      concatMap(() => {
        handled++;
        return EMPTY;
      }),
    )
    .subscribe();
  for (let event = 0; event < count; event++) source.next(event);
  subscription.unsubscribe();
  return handled;
}
