import { defer, EMPTY, NEVER, of, take, tap, throwError, timer } from 'rxjs';
import type { Observable, ObservableInput } from 'rxjs';
import { sleep } from '../measure.js';
import type { Random } from './random.js';

/** What a first stage can be. None but the last takes longer than 40 ms. */
export type Work =
  'sync' | 'none' | 'many' | 'later' | 'promise' | 'iterable' | 'throw' | 'fail' | 'reject' | 'never';

/** Is told when work begins and ends; a Promise goes on although nobody wants it any more. */
export interface Watch {
  begun(): void;
  over(): void;
  promiseBegun(): void;
  promiseOver(): void;
}

export function doWork(
  work: Work,
  random: Random,
  signal: AbortSignal,
  watch: Watch,
): ObservableInput<number> {
  const over = (): void => watch.over();
  const watched = (source: Observable<number>) =>
    defer(() => {
      watch.begun();
      return source.pipe(tap({ complete: over, error: over, unsubscribe: over }));
    });
  const promised = (promise: Promise<number>) => {
    watch.promiseBegun();
    return promise.finally(() => watch.promiseOver());
  };
  switch (work) {
    case 'sync':
      return watched(of(1));
    case 'none':
      return watched(EMPTY);
    case 'many':
      return watched(timer(random.below(5), 2).pipe(take(3)));
    case 'later':
      return watched(timer(random.below(30)));
    case 'promise':
      return promised(sleep(random.below(30)).then(() => 1));
    case 'reject':
      return promised(
        sleep(random.below(30)).then(() => {
          signal.throwIfAborted();
          throw new Error('rejected');
        }),
      );
    case 'iterable':
      return of(1, 2);
    case 'throw':
      throw new Error('thrown');
    case 'fail':
      return watched(throwError(() => new Error('failed')));
    case 'never':
      return watched(NEVER);
  }
}
