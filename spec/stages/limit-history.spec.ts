import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LimitHistory } from '../../lib/keys/limit-history.js';

type Start = [instant: number, cost: number];

/** What the class does, without its arithmetic and its memory. */
class Plain {
  starts: Start[] = [];
  /** The last start, until it has been made. */
  starting: Start | undefined = undefined;

  forget(now: number, per: number): boolean {
    const before = this.starts.length;
    this.starts = this.starts.filter((start) => start[0] + per > now || start === this.starting);
    return this.starts.length < before;
  }

  began(instant: number): void {
    if (this.starting !== undefined) this.starting[0] = instant;
    this.starting = undefined;
  }

  exceeds(starts: number, cost: number): boolean {
    return this.starts.reduce((sum, [, cost]) => sum + cost, cost) > starts + 1e-6;
  }

  blocking(starts: number, cost: number): number | undefined {
    return this.starts.find((_, i) => {
      const left = this.starts.slice(i + 1).reduce((sum, [, cost]) => sum + cost, cost);
      return left <= starts + 1e-6;
    })?.[0];
  }
}

describe('the history of a limit', () => {
  const cost = fc.constantFrom(0.1, 0.2, 0.3, 1, 2);
  const operation = fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: cost, after: fc.integer({ min: 0, max: 3 }) }) },
    fc.record({ began: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ forget: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ shift: fc.integer({ min: -50, max: 50 }) }),
  );

  it('should be what is within the span, whatever came, began later, was forgotten and went from run to run (5.15)', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80, size: 'max' }), (operations) => {
        const [history, plain] = [new LimitHistory(), new Plain()];
        let [now, origin] = [0, 0];
        const clock = () => {
          const mine = origin;
          return { line: () => now + mine, passed: () => now + mine } as never;
        };
        const onLine = ([instant, cost]: Start): Start => [instant + origin, cost];
        history.enter(clock());
        const [seen, wanted]: [unknown[], unknown[]] = [[], []];
        for (const each of operations) {
          if ('add' in each) {
            now += each.after;
            history.add(now + origin, each.add);
            plain.starting = [now, each.add];
            plain.starts.push(plain.starting);
          } else if ('began' in each) {
            now += each.began;
            history.began(now + origin);
            plain.began(now);
          } else if ('forget' in each) {
            seen.push(history.forget(now + origin, each.forget));
            wanted.push(plain.forget(now, each.forget));
          } else {
            origin = each.shift;
            history.enter(clock());
            plain.starting = undefined;
          }
          const left = plain.starts.map(onLine);
          seen.push(history.oldest);
          wanted.push(left[0]?.[0]);
          for (const starts of [0, 1, 3, 10]) {
            seen.push(history.exceeds(starts, 1), history.blocking(starts, 1));
            const blocking = plain.blocking(starts, 1);
            wanted.push(plain.exceeds(starts, 1), blocking === undefined ? undefined : blocking + origin);
          }
        }
        expect(seen).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('should add up fractions of a start as if they were exact (5.15)', () => {
    const history = new LimitHistory();
    for (let i = 0; i < 9; i++) history.add(i, 0.1);
    expect([history.exceeds(1, 0.1), history.exceeds(1, 0.11)]).toEqual([false, true]);
    expect(history.blocking(0.3, 0.1)).toBe(6);
  });

  it('should use the memory of what it has forgotten again (5.15, 6.6)', () => {
    const history = new LimitHistory();
    const { instants, costs } = history as unknown as { instants: number[]; costs: number[] };
    let most = 0;
    for (let now = 0; now < 10_000; now++) {
      history.add(now, 1);
      history.began(now);
      history.forget(now, 100);
      most = Math.max(most, instants.length, costs.length);
    }
    expect([history.oldest, most < 1_200]).toEqual([9_900, true]);
    expect([history.exceeds(101, 1), history.exceeds(100, 1)]).toEqual([false, true]);
  });

  it('should take a hold along to the next run, by the line of its clock or by the wall (5.15)', () => {
    const at = (line: number) => ({ line: () => line, passed: () => line }) as never;
    const history = new LimitHistory();
    history.enter(at(1_000));
    history.hold = { due: 1_500, absolute: false };
    history.enter(at(100));
    expect(history.hold).toEqual({ due: 600, absolute: false });
    history.hold = { due: 1_500, absolute: true };
    history.enter(at(0));
    expect(history.hold).toEqual({ due: 1_500, absolute: true });
  });
});
