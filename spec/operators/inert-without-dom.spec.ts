import { afterEach, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { offline, pageHidden, smartPoll } from '../../lib/index.js';

describe('offline where a window is no DOM, or says nothing of the network', () => {
  afterEach(() => void Reflect.deleteProperty(globalThis, 'window'));

  it.each([
    ['a window that listens to nothing', () => ({})],
    ['an EventTarget, beside a navigator without onLine', () => new EventTarget()],
  ])('should never say true, nor fail: %s (5.8)', (_, make) => {
    Object.defineProperty(globalThis, 'window', { value: make(), configurable: true });
    const seen: unknown[] = [];
    offline()
      .subscribe({ next: (value) => seen.push(value), error: (error) => seen.push(error) })
      .unsubscribe();
    expect(seen.filter((value) => value !== false)).toEqual([]);
  });
});

describe('pageHidden where a document is no DOM', () => {
  afterEach(() => void Reflect.deleteProperty(globalThis, 'document'));

  it.each([
    ['a document that listens to nothing', {}],
    ['a document that is hidden, and listens to nothing', { hidden: true }],
    ['an addEventListener that is no function', { addEventListener: true }],
    ['no document but null', null],
  ])('should complete at once, and pause nothing: %s (5.8)', (_, document) => {
    Object.defineProperty(globalThis, 'document', { value: document, configurable: true });
    const seen: unknown[] = [];
    pageHidden().subscribe({
      next: (value) => seen.push(value),
      error: (error) => seen.push(error),
      complete: () => seen.push('complete'),
    });
    expect(seen).toEqual(['complete']);
  });
});

describe.each([
  ['pageHidden', pageHidden],
  ['offline', offline],
])('%s without a DOM', (_, source) => {
  it('should never say true, nor fail (5.8)', () => {
    expect(typeof document).toBe('undefined');
    const seen: unknown[] = [];
    const subscription = source().subscribe({
      next: (value) => seen.push(value),
      error: (error) => seen.push(error),
    });
    subscription.unsubscribe();
    expect(seen.filter((value) => value !== false)).toEqual([]);
  });

  it('should neither pause a run nor keep it alive (5.8, 4.6)', () => {
    const seen: unknown[] = [];
    smartPoll({
      tasks: { work: { startDue: 0, project: () => of('v'), next: (v) => [v] } },
      pause: [source(), source()],
    }).subscribe({ next: (v) => seen.push(v), complete: () => seen.push('done') });
    expect(seen).toEqual(['v', 'done']);
  });
});
