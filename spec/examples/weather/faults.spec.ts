import { describe, it, expect } from '@jest/globals';
import { seededFates } from '../../../examples/weather/faults.js';
import { rateLimit } from '../../../examples/weather/rate-limit.js';

const take = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

describe('faults of the weather example', () => {
  it('should be the same for a seed, and others for another', () => {
    expect(take(200, seededFates(5, 0.3))).toEqual(take(200, seededFates(5, 0.3)));
    expect(take(200, seededFates(5, 0.3))).not.toEqual(take(200, seededFates(6, 0.3)));
  });

  it('should be about as many as asked for, of every kind', () => {
    const faults = take(3000, seededFates(1, 0.3)).map(({ fault }) => fault);
    for (const kind of ['error', 'drop', 'truncate']) {
      const count = faults.filter((fault) => fault === kind).length;
      expect(count).toBeGreaterThan(240);
      expect(count).toBeLessThan(360);
    }
  });

  it('should be none, or all', () => {
    expect(take(500, seededFates(1, 0)).some(({ fault }) => fault)).toBe(false);
    expect(take(500, seededFates(1, 1)).every(({ fault }) => fault)).toBe(true);
  });

  it('should delay answers from 0 to 1', () => {
    const delays = take(1000, seededFates(3, 0.1)).map(({ delay }) => delay);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(1);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(0.95);
  });
});

describe('rate limit of the weather example', () => {
  it('should allow a request in every interval for ever', () => {
    const refusedFor = rateLimit(1000);
    for (let now = 0; now < 50_000; now += 1000) expect(refusedFor(now)).toBe(0);
  });

  it('should allow some that were late and the next ones in time', () => {
    const refusedFor = rateLimit(1000);
    expect([0, 2900, 2900, 3000, 4000].map(refusedFor)).toEqual([0, 0, 0, 0, 0]);
  });

  it('should refuse those that come too soon, and tell how long to wait', () => {
    const refusedFor = rateLimit(1000);
    expect([0, 0, 0, 0, 100, 999, 1000].map(refusedFor)).toEqual([0, 0, 0, 1000, 900, 1, 0]);
  });
});
