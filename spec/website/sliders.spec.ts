import { describe, expect, it } from '@jest/globals';
import { slidersOf } from '../../website/playground/sliders.js';

describe('the sliders of the playground', () => {
  it('should be the numbers of the code that say their bounds', () => {
    const code = 'const a = 1;\nconst pricePace = 2_000; // 500 to 10000 ms\nconst rate = 0.5; // 0 to 1\n';
    const [pace, rate, ...more] = slidersOf(code);
    expect(more).toEqual([]);
    expect(pace).toMatchObject({
      label: 'price pace',
      value: 2000,
      from: 500,
      to: 10000,
      step: 100,
      unit: 'ms',
    });
    expect(rate).toMatchObject({ label: 'rate', value: 0.5, from: 0, to: 1, step: 0.05, unit: '' });
    expect(code.slice(pace!.start, pace!.end)).toBe('2_000');
    expect(code.slice(rate!.start, rate!.end)).toBe('0.5');
  });

  it('should have whole steps where the bounds are whole and apart', () => {
    const [slots] = slidersOf('const slots = 2; // 1 to 5');
    expect(slots).toMatchObject({ step: 1 });
  });

  it.each([
    'const a = 5; // 9 to 1',
    'let a = 5; // 1 to 9',
    '  const a = 5; // 1 to 9',
    'const a = b; // 1 to 9',
  ])('should not be made of %s', (code) => {
    expect(slidersOf(code)).toEqual([]);
  });
});
