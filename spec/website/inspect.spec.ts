import { describe, expect, it } from '@jest/globals';
import { inspect as inspectOfNode } from 'node:util';
import { format, inspect } from '../../website/playground/inspect.js';

class Point {
  constructor(readonly x: number) {}
}

describe('what the playground prints', () => {
  it.each([
    ['a', "it's"],
    [1, -0, NaN, 12n, true, null, undefined],
    { a: 1, 'b-c': 'x', d: [1, { e: {} }] },
    [],
    {},
    new Map([['a', 1]]),
    new Set([1, 2]),
    new Date(0),
    new Date(NaN),
    new Point(1),
    { deep: { deeper: { deepest: { hidden: 1 } } } },
    () => 1,
    Symbol('s'),
  ])('should be what Node prints: %p', (value) => {
    const options = { breakLength: Infinity, compact: true };
    const expected = inspectOfNode(value, options).replaceAll(`"it's"`, `'it\\'s'`);
    expect(inspect(value)).toBe(expected);
  });

  it('should be texts as they are, joined', () => {
    expect(format(['a', 1, { b: 'c' }])).toBe("a 1 { b: 'c' }");
  });

  it('should end where something contains itself', () => {
    const a: { self?: unknown } = {};
    a.self = a;
    expect(inspect(a)).toBe('{ self: [Circular *1] }');
  });
});
