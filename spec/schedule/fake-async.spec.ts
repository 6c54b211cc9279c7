import 'zone.js';
import 'zone.js/testing';
import { describe, expect, it } from '@jest/globals';
import { smartPoll } from '../../lib/index.js';

/** What zone.js calls `fakeAsync`, and Angular re-exports. */
interface FakeAsyncTest {
  fakeAsync(test: () => void): () => void;
  tick(milliseconds: number): void;
}
const zone = (
  globalThis as unknown as { Zone: { __symbol__(name: string): string } & Record<string, FakeAsyncTest> }
).Zone;
const { fakeAsync, tick } = zone[zone.__symbol__('fakeAsyncTest')]!;

describe('the clock, with nothing configured', () => {
  it("should follow Angular's fakeAsync, Promises included (6.1)", fakeAsync(() => {
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
  })); // which fails where a timer is left
});
