import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { lastValueFrom } from 'rxjs';
import { smartPoll } from '../../lib/index.js';

describe('backpressure', () => {
  const lines = 1_000_000;
  const highWaterMark = 16;

  it('should pull a million lines of a Readable no faster than a slow handler takes them (5.9)', async () => {
    let made = 0;
    let pulled = 0;
    let handled = 0;
    let furthest = 0;
    const readable = Readable.from(
      (function* () {
        while (made < lines) yield `line ${++made}`;
      })(),
      { highWaterMark },
    );
    const counted = {
      [Symbol.asyncIterator]: () => {
        const iterator = readable[Symbol.asyncIterator]();
        return {
          next: () => {
            furthest = Math.max(furthest, ++pulled - handled);
            return iterator.next();
          },
        };
      },
    };
    let ahead = 0;
    const source$ = smartPoll({
      entries: [],
      hooks: {
        lines: {
          source: counted,
          next: async (line: string) => {
            ahead = Math.max(ahead, made - handled);
            // Now and then the handler takes so long that the stream could run far ahead.
            if (handled % 10_000 === 0) for (let n = 0; n < 20; n++) await setImmediate();
            handled++;
            if (line !== `line ${handled}`) throw new Error(`${line} came as number ${handled}`);
          },
          complete: () => [handled],
        },
      },
    });
    await expect(lastValueFrom(source$)).resolves.toBe(lines);
    expect(furthest).toBe(1);
    expect(ahead).toBeLessThanOrEqual(highWaterMark + 2);
    expect(readable.destroyed).toBe(true);
  }, 240_000);

  it('should stop reading, and close the stream, on unsubscribing (5.9, 4.3)', async () => {
    let made = 0;
    const readable = Readable.from(
      (function* () {
        for (;;) yield ++made;
      })(),
      { highWaterMark },
    );
    let handled = 0;
    const subscription = smartPoll({
      entries: [],
      hooks: { numbers: { source: readable, next: () => setImmediate(void handled++) } },
    }).subscribe();
    while (handled < 100) await setImmediate();
    subscription.unsubscribe();
    for (let n = 0; n < 10; n++) await setImmediate();
    const seen = { made, handled };
    for (let n = 0; n < 100; n++) await setImmediate();
    expect({ made, handled }).toEqual(seen);
    expect(readable.destroyed).toBe(true);
    expect(made - handled).toBeLessThanOrEqual(highWaterMark + 2);
  });
});
