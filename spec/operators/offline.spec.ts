/**
 * @jest-environment jsdom
 */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { of } from 'rxjs';
import { offline, smartPoll } from '../../lib/index.js';

describe('offline in a browser', () => {
  const connect = (online: boolean) => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online });
    window.dispatchEvent(new Event(online ? 'online' : 'offline'));
  };
  afterEach(() => connect(true));

  it('should tell whether the browser is offline, now and on every change (5.8)', () => {
    const seen: boolean[] = [];
    const subscription = offline().subscribe((is) => seen.push(is));
    connect(false);
    connect(true);
    subscription.unsubscribe();
    connect(false);
    expect(seen).toEqual([false, true, false]);
  });

  it('should start from what holds when it is subscribed to, not when it is made (5.8)', () => {
    const offline$ = offline();
    connect(false);
    const seen: boolean[] = [];
    offline$.subscribe((is) => seen.push(is)).unsubscribe();
    expect(seen).toEqual([true]);
  });

  it('should listen only while it is subscribed to (5.8)', () => {
    const add = jest.spyOn(window, 'addEventListener');
    const remove = jest.spyOn(window, 'removeEventListener');
    const offline$ = offline();
    expect(add).not.toHaveBeenCalled();
    offline$.subscribe().unsubscribe();
    expect(add.mock.calls.map(([type]) => type).sort()).toEqual(['offline', 'online']);
    expect(remove.mock.calls.map(([type]) => type).sort()).toEqual(['offline', 'online']);
    jest.restoreAllMocks();
  });

  it('should pause a loop while the browser is offline (5.8)', () => {
    const values: unknown[] = [];
    connect(false);
    const source$ = smartPoll({
      tasks: { work: { startDue: 0, project: () => of('v'), next: (v) => [v] } },
      pause: [offline()],
    });
    source$.subscribe((v) => values.push(v));
    expect(values).toEqual([]);
    connect(true);
    expect(values).toEqual(['v']);
  });
});
