import type { LeaseDriver } from '../../lib/lease/index.js';
import { deferred, settled } from '../support/deferred.js';

/** A call of `hold()` that has not been answered. */
export interface HoldCall {
  readonly id: string;
  readonly ttl: number;
  /** Answers, and lets all that hangs on it happen. */
  answer(answer: unknown): Promise<void>;
  refuse(error: unknown): Promise<void>;
}

/** Where a lease is kept, in the hands of a test: calls wait until the test answers them. */
export class FakeStore implements LeaseDriver {
  readonly holds: HoldCall[] = [];
  readonly releases: string[] = [];

  hold(id: string, ttl: number): Promise<number> {
    const { promise, resolve, reject } = deferred<number>();
    this.holds.push({
      id,
      ttl,
      answer: async (answer) => {
        resolve(answer as number);
        await settled();
      },
      refuse: async (error) => {
        reject(error);
        await settled();
      },
    });
    return promise;
  }

  release(id: string): Promise<void> {
    this.releases.push(id);
    return Promise.resolve();
  }

  /** The last call. */
  get last(): HoldCall {
    return this.holds.at(-1)!;
  }
}
