import 'zone.js';
import 'zone.js/testing';
import { describe, expect, it } from '@jest/globals';
import { smartPoll } from '../../lib/index.js';

/** What zone.js has of `fakeAsync`, which Angular re-exports. */
interface Testing {
  __symbol__(name: 'fakeAsyncTest'): 'fakeAsyncTest';
  fakeAsyncTest: { fakeAsync(test: () => void): () => void; tick(milliseconds: number): void };
  current: { fork(spec: object): { run(test: () => void): void } };
  ProxyZoneSpec: new () => object;
}
const { Zone } = globalThis as unknown as { Zone: Testing };
const { fakeAsync, tick } = Zone[Zone.__symbol__('fakeAsyncTest')];

describe('the clock, with nothing configured', () => {
  it("should follow Angular's fakeAsync, Promises included (6.1)", () => {
    const test = fakeAsync(() => {
      const outputs: number[] = [];
      const begin = Date.now();
      const subscription = smartPoll({
        tasks: {
          a: {
            startDue: 0,
            project: () => Promise.resolve(0),
            next: (_, loop) => {
              loop.schedule('a', 1_000);
              return [loop.now() - begin];
            },
          },
        },
      }).subscribe((output) => outputs.push(output));

      tick(999);
      expect(outputs).toEqual([0]);
      tick(2_001);
      expect(outputs).toEqual([0, 1_000, 2_000, 3_000]);
      subscription.unsubscribe();
    }); // which fails where a timer is left

    Zone.current.fork(new Zone.ProxyZoneSpec()).run(test);
    expect.assertions(2);
  });
});
