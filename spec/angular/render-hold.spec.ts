import { PendingTasks, PLATFORM_ID, type Injector } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { renderHold } from '../../lib/angular/render-hold.js';

describe('renderHold', () => {
  const holdOn = (platform: string) => {
    const log: string[] = [];
    const pending = { add: () => (log.push('add'), () => void log.push('done')) };
    const values = new Map<unknown, unknown>([
      [PLATFORM_ID, platform],
      [PendingTasks, pending],
    ]);
    const hold = renderHold({ get: (token: unknown) => values.get(token) } as Injector);
    return { hold, log };
  };

  it('should hold a render once, from the first take to the next release, and again', () => {
    const { hold, log } = holdOn('server');
    hold!.release();
    hold!.take();
    hold!.take();
    expect(log).toEqual(['add']);
    hold!.release();
    hold!.release();
    expect(log).toEqual(['add', 'done']);
    hold!.take();
    expect(log).toEqual(['add', 'done', 'add']);
  });

  it('should be none in a browser', () => {
    expect(holdOn('browser').hold).toBe(undefined);
  });
});
