/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import type { Scenario } from './server/page.js';
import { serve } from './server/serve.js';

const text = (html: string): string => /<a-page[^>]*>(.*?)<\/a-page>/s.exec(html)?.[1] ?? html;

// Each ends by itself: no handle is left open.
describe.each(['zone', 'zoneless'] as const)('server rendering, %s', (kind) => {
  it("should render the first value with server: 'first', and poll no more", async () => {
    const { html, asked, zone } = await serve(kind, { page: 'loop', answer: 'value', server: 'first' });
    expect(text(html)).toBe('<h1>value 1</h1><p>as it should</p>');
    expect([asked, zone]).toEqual([1, kind === 'zone']);
  });

  it('should render at once, and poll nothing, by default', async () => {
    const { html, asked } = await serve(kind, { page: 'loop', answer: 'value', server: 'off' });
    expect(text(html)).toBe('<h1>no value</h1><p>as it should</p>');
    expect(asked).toBe(0);
  });

  it('should render what an error leaves', async () => {
    const { html, asked } = await serve(kind, { page: 'loop', answer: 'error', server: 'first' });
    expect(text(html)).toBe('<h1>no value</h1><p>failed</p>');
    expect(asked).toBe(1);
  });

  it('should render what a completion without a value leaves', async () => {
    const { html } = await serve(kind, { page: 'loop', answer: 'nothing', server: 'first' });
    expect(text(html)).toBe('<h1>no value</h1><p>as it should</p>');
  });

  it('should not hold a render whose application is destroyed', async () => {
    const { asked } = await serve(kind, { page: 'loop', answer: 'destroy', server: 'first' });
    expect(asked).toBe(1);
  });

  describe('injectPoll, with HttpClient', () => {
    it.each<[string, Scenario, string, number]>([
      ['a value each', { page: 'prices', answer: 'value', server: 'first' }, 'value 1, value 2', 2],
      ['an error each', { page: 'prices', answer: 'error', server: 'first' }, 'error, error', 2],
      ['nothing', { page: 'prices', answer: 'value', server: 'off' }, 'idle, idle', 0],
    ])('should render %s, and poll no more', async (_, scenario, shown, times) => {
      const { html, asked } = await serve(kind, scenario);
      expect([text(html), asked]).toEqual([`<h1>${shown}</h1>`, times]);
    });

    it('should not hold a render whose application is destroyed', async () => {
      const { asked } = await serve(kind, { page: 'prices', answer: 'destroy', server: 'first' });
      expect(asked).toBe(2);
    });
  });
});
