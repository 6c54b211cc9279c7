/** @jest-environment jsdom */
import { describe, it, expect } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { forecast } from '../../scripts/pictures/forecast.js';
import { marblePictures, timelines } from '../../scripts/pictures/index.js';

const root = `${__dirname}/../..`;

function committed(folder: string): Map<string, string> {
  const names = readdirSync(`${root}/${folder}`).filter((name) => name.endsWith('.svg'));
  return new Map(names.map((name) => [name, readFileSync(`${root}/${folder}/${name}`, 'utf8')]));
}

describe('the pictures of README and guides', () => {
  it('should be the same on each run, byte for byte', () => {
    expect([...timelines()]).toEqual([...timelines()]);
  });

  it.each([
    ['docs/pictures', timelines],
    ['docs/pictures/marbles', () => marblePictures(`${root}/marble-tests`)],
  ])('should be those in %s: else run `npm run pictures` and look at what it drew', (folder, draw) => {
    const drawn = draw();
    const there = committed(folder);
    expect([...there.keys()].sort()).toEqual([...drawn.keys()].sort());
    for (const [name, svg] of drawn) expect(`${name}: ${there.get(name)}`).toBe(`${name}: ${svg}`);
  });

  it('should be well-formed, with a name, and without a number that is none', () => {
    for (const [name, svg] of [...timelines(), ...marblePictures(`${root}/marble-tests`)]) {
      const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
      expect(`${name}: ${documentElement.nodeName}`).toBe(`${name}: svg`);
      expect(documentElement.getAttribute('aria-label')).not.toBe('');
      expect(`${name}: ${/NaN|undefined|Infinity/.exec(svg)}`).toBe(`${name}: null`);
    }
  });

  it('should show, in that of the forecast, a refused request, a latched tick, two refreshes and the end', () => {
    const events = forecast().events;
    const count = (test: (event: (typeof events)[number]) => boolean) => events.filter(test).length;
    expect(count(({ type }) => type === 'error')).toBe(1);
    expect(count(({ type }) => type === 'latched')).toBeGreaterThan(0);
    expect(count((event) => event.type === 'turn-end' && event.hook === 'refresh')).toBe(2);
    expect(count(({ type }) => type === 'drain')).toBe(1);
    expect(events.at(-1)!.type).toBe('complete');
  });
});
