import { describe, expect, it } from '@jest/globals';
import { firstDifference, normalise } from './compare.js';
import { readRecordings, type TraceEvent } from './recording.js';

const start = (t: number, key: string): TraceEvent => ({ t, ev: 'start', key, n: 0 });
const aborted = (t: number, key: string): TraceEvent => ({ t, ev: 'aborted', key, n: 0 });
const exit = (t: number, of: string): TraceEvent => ({ t, ev: 'exit', of });

describe('the comparison of traces', () => {
  it('should find every recorded trace normalised, and equal to itself', () => {
    for (const { trace } of readRecordings(__dirname)) {
      expect(normalise(trace).map(({ t, ev, key }) => [t, ev, key])).toEqual(
        trace.map(({ t, ev, key }) => [t, ev, key]),
      );
      expect(firstDifference(trace, trace)).toBeUndefined();
    }
  });

  it('should find an event that is lost, added or changed, wherever it is', () => {
    readRecordings(__dirname).forEach(({ trace }, position) => {
      const event = trace[position % trace.length] as TraceEvent;
      const without = trace.filter((other) => other !== event);
      const later = trace.map((other) => (other === event ? { ...event, t: event.t + 0.5 } : other));
      expect(firstDifference(trace, without)).toBeDefined();
      expect(firstDifference(without, trace)).toBeDefined();
      expect(firstDifference(trace, later)).toBeDefined();
    });
  });

  it('should take neighbouring starts of one tick in any order', () => {
    expect(firstDifference([start(1, 'A'), start(1, 'B')], [start(1, 'B'), start(1, 'A')])).toBeUndefined();
  });

  it('should keep starts in order that have something between them', () => {
    const between = exit(1, 'task:C');
    expect(
      firstDifference([start(1, 'A'), between, start(1, 'B')], [start(1, 'B'), between, start(1, 'A')]),
    ).toEqual({
      index: 0,
      recorded: start(1, 'A'),
      replayed: start(1, 'B'),
    });
  });

  it('should keep starts of different ticks in order', () => {
    expect(firstDifference([start(1, 'B'), start(2, 'A')], [start(2, 'A'), start(1, 'B')])).toBeDefined();
  });

  it('should take cancelled first stages at any moment of their tick, and in any order', () => {
    const over: TraceEvent = { t: 3, ev: 'return', run: 0, err: 'canceled' };
    expect(
      firstDifference([over, aborted(3, 'A'), aborted(3, 'B')], [aborted(3, 'B'), over, aborted(3, 'A')]),
    ).toBeUndefined();
    expect(firstDifference([over, aborted(3, 'A')], [over, aborted(4, 'A')])).toBeDefined();
  });

  it('should take an absent field for false or none', () => {
    const call: TraceEvent = { t: 0, ev: 'call', op: 'next', key: 'A' };
    expect(firstDifference([call], [{ ...call, result: undefined }])).toBeUndefined();
    expect(firstDifference([call], [{ ...call, result: 0 }])).toBeDefined();
  });

  it('should hold the fields of events against each other, not their order or the words of a refusal', () => {
    const call: TraceEvent = { t: 0, ev: 'call', op: 'next', key: 'Z' };
    const refused = { key: 'Z', op: 'next', ev: 'call', t: 0, panic: 'no such key' };
    expect(firstDifference([{ ...call, panic: 'task not found' }], [refused])).toBeUndefined();
    expect(firstDifference([call], [refused])).toBeDefined();
  });

  it('should tell the first difference with both sides, and which trace is over', () => {
    expect(firstDifference([start(1, 'A')], [])).toEqual({ index: 0, recorded: start(1, 'A') });
    expect(firstDifference([], [start(1, 'A')])).toEqual({ index: 0, replayed: start(1, 'A') });
  });
});
