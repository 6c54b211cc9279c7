import type { Board } from './board.js';
import { seconds, weather } from './format.js';

/**
 * What came of it all, in two lines.
 *
 * @param received - how many publishes the sink got, if there was one
 */
export function summarize({ rows }: Board, elapsed: number, received: number | undefined): string[] {
  const { publish, ...providers } = rows;
  const sum = (count: 'requests' | 'refused' | 'failures'): number =>
    Object.values(providers).reduce((total, row) => total + row[count], 0);
  const sink = received === undefined ? 'the sink was not there' : `the sink got ${received}`;
  const last = publish.reading ? `, the last ${weather(publish.reading).trim().replace(/ +/g, ' ')}` : '';
  return [
    `Requests: ${sum('requests')} in ${seconds(elapsed)}, ${sum('failures')} failed, ` +
      `${sum('refused')} answered with 429 (the goal is 0).`,
    `Publishes: ${publish.requests}, ${publish.failures} failed; ${sink}${last}.`,
  ];
}
