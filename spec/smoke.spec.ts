import { it, expect } from '@jest/globals';
import { TestScheduler } from 'rxjs/testing';
import { of, NEVER } from 'rxjs';
import { smartPoll } from '../lib/index.js';
it('polls', () => {
  new TestScheduler((a, b) => expect(a).toEqual(b)).run(({ expectObservable, cold, hot }) => {
    let n = 0;
    const p = smartPoll({ tasks: { a: { startDue: 0, project: () => cold('--x|'), next: (v: string, loop) => { loop.schedule('a', 5); return [v + n++]; } } }, hooks: { h: { source: hot('----------y'), next: (_, loop) => { loop.schedule('a', 0); } } } });
    expectObservable(p, '^-----------------!').toBe('--a------b--c-----', { a: 'x0', b: 'x1', c: 'x2', d: 'x3' });
  });
});
it('zero', async () => {
  let n = 0;
  const out: number[] = [];
  smartPoll({ tasks: { a: { startDue: 0, project: () => of(1), next: (_v, loop) => { if (++n < 1000) loop.schedule('a', 0); return [n]; } } } }).subscribe({ next: (v) => out.push(v), complete: () => out.push(-1) });
  await new Promise((r) => setTimeout(r, 300));
  expect(out.length).toBe(1001);
});
