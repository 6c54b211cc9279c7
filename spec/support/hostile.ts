import { afterEach, beforeEach, expect } from '@jest/globals';
import { config, type Observable } from 'rxjs';
import { settled } from './deferred.js';

export const boom = new Error('boom');
export const fail = (): never => {
  throw boom;
};

/** What a test has reported on the process, by RxJS or by a Promise that nobody handles; a test of this file fails of it. */
export function watchProcess(): readonly unknown[] {
  const reported: unknown[] = [];
  const report = (error: unknown) => void reported.push(error);
  beforeEach(() => {
    reported.length = 0;
    config.onUnhandledError = report;
    process.on('unhandledRejection', report);
  });
  afterEach(async () => {
    await settled();
    config.onUnhandledError = null;
    process.off('unhandledRejection', report);
    expect(reported).toEqual([]);
  });
  return reported;
}

/** Subscribes, and logs what the subscriber is told. */
export function watch(run$: Observable<unknown>) {
  const log: unknown[] = [];
  const subscription = run$.subscribe({
    next: (value) => log.push(value),
    error: (error: unknown) => log.push('error', error),
    complete: () => log.push('complete'),
  });
  return { log, subscription };
}

/** Runs until nothing can happen any more, and says what the subscriber was told. */
export async function told(run$: Observable<unknown>): Promise<unknown[]> {
  const { log, subscription } = watch(run$);
  for (let i = 0; i < 20 && !subscription.closed; i++) await settled();
  subscription.unsubscribe();
  await settled();
  return log;
}
