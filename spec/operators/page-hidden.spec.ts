/**
 * @jest-environment jsdom
 */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { of } from 'rxjs';
import { pageHidden, smartPoll } from '../../lib/index.js';

describe('pageHidden in a browser', () => {
  const show = (hidden: boolean) => {
    Object.defineProperties(document, {
      hidden: { configurable: true, get: () => hidden },
      visibilityState: { configurable: true, get: () => (hidden ? 'hidden' : 'visible') },
    });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  afterEach(() => show(false));

  it('should tell whether the page is hidden, now and on every change (5.8)', () => {
    const seen: boolean[] = [];
    const subscription = pageHidden().subscribe((hidden) => seen.push(hidden));
    show(true);
    show(false);
    subscription.unsubscribe();
    show(true);
    expect(seen).toEqual([false, true, false]);
  });

  it('should start from what holds when it is subscribed to, not when it is made (5.8)', () => {
    const hidden$ = pageHidden();
    show(true);
    const seen: boolean[] = [];
    hidden$.subscribe((hidden) => seen.push(hidden)).unsubscribe();
    expect(seen).toEqual([true]);
  });

  it('should listen only while it is subscribed to (5.8)', () => {
    const add = jest.spyOn(document, 'addEventListener');
    const remove = jest.spyOn(document, 'removeEventListener');
    const hidden$ = pageHidden();
    expect(add).not.toHaveBeenCalled();
    hidden$.subscribe().unsubscribe();
    expect(add.mock.calls.map(([type]) => type)).toEqual(['visibilitychange']);
    expect(remove.mock.calls.map(([type]) => type)).toEqual(['visibilitychange']);
    jest.restoreAllMocks();
  });

  it('should pause a loop while the page is hidden (5.8)', () => {
    const values: unknown[] = [];
    show(true);
    const source$ = smartPoll({
      tasks: { work: { startDue: 0, project: () => of('v'), next: (v) => [v] } },
      pause: pageHidden(),
    });
    source$.subscribe((v) => values.push(v));
    expect(values).toEqual([]);
    show(false);
    expect(values).toEqual(['v']);
  });
});
