import { renderTimeline } from '../../lib/timeline/index.js';
import { cancelling } from './cancelling.js';
import { concurrency } from './concurrency.js';
import { draining } from './draining.js';
import { fairness } from './fairness.js';
import { forecast } from './forecast.js';
import { overlap } from './overlap.js';
import { pausing } from './pausing.js';
import { retries } from './retries.js';

export { marblePictures } from './marbles/index.js';

const scenes = { forecast, overlap, fairness, pausing, cancelling, draining, concurrency, retries };

/** The pictures of loops by the names of their files, each for wide and for narrow screens. */
export function timelines(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, scene] of Object.entries(scenes)) {
    const { events, ...options } = scene();
    files.set(`${name}.svg`, `${renderTimeline(events, options)}\n`);
    files.set(`${name}-narrow.svg`, `${renderTimeline(events, { ...options, width: 360 })}\n`);
  }
  return files;
}
