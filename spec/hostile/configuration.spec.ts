import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY, NEVER, Observable } from 'rxjs';
import { smartPoll } from '../../lib/index.js';

const project = () => EMPTY;

/** What somebody may write where something else belongs. */
const junk = fc.oneof(
  fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withNullPrototype: true }),
  fc.constantFrom<unknown>(
    NEVER,
    project,
    Symbol('junk'),
    Map,
    Promise.resolve(),
    new Proxy({}, {}),
    -0,
    NaN,
  ),
);
const maybe = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 25, arbitrary: good as fc.Arbitrary<unknown> }, junk);
const handlers = {
  next: maybe(fc.constant(project)),
  error: maybe(fc.constant(project)),
  complete: maybe(fc.constant(project)),
};
const due = maybe(fc.nat());
const task = fc.record(
  {
    project: maybe(fc.constant(project)),
    ...handlers,
    startDue: due,
    repeatDue: due,
    priority: maybe(fc.integer()),
    overlap: maybe(fc.constantFrom('latch', 'exhaust', 'concat', 'switch', 'merge')),
    minInterval: maybe(fc.nat()),
  },
  { requiredKeys: ['project'] },
);
const hook = fc.record(
  {
    source: maybe(fc.constant(NEVER)),
    ...handlers,
    buffer: maybe(fc.record({ limit: maybe(fc.integer({ min: 1 })), overflow: maybe(fc.constant('error')) })),
  },
  { requiredKeys: ['source'] },
);
const config = fc.record(
  {
    tasks: maybe(fc.dictionary(fc.string(), maybe(task), { minKeys: 1, maxKeys: 3 })),
    entries: maybe(fc.array(maybe(fc.tuple(junk, maybe(task))), { maxLength: 3 })),
    hooks: maybe(fc.dictionary(fc.string(), maybe(hook), { maxKeys: 2 })),
    onRun: maybe(fc.array(maybe(fc.constant(project)), { maxLength: 2 })),
    concurrent: maybe(fc.integer({ min: 1 })),
    pause: maybe(fc.array(maybe(fc.constant(NEVER)), { maxLength: 2 })),
    drain: maybe(fc.constant(NEVER)),
    monitor: maybe(fc.record({ next: maybe(fc.constant(project)) })),
  },
  { requiredKeys: ['tasks'] },
);

describe('a configuration made of anything', () => {
  it('should make an Observable, or be refused with a TypeError that says all (4.8)', () => {
    const seen = { made: 0, refused: 0 };
    fc.assert(
      fc.property(maybe(config), (anything) => {
        try {
          expect(smartPoll(anything as never)).toBeInstanceOf(Observable);
          seen.made++;
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect((error as Error).message).toMatch(/^smartPoll: [^]* (must be|is not one of) [^]+, got /);
          seen.refused++;
        }
      }),
      { numRuns: 3000 },
    );
    expect(seen.made).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  });
});
