import { cpuTime, sleep } from './measure.js';
import type { Poller } from './pollers.js';

/** The milliseconds that setting up a key may take, with any poller, and all keys. */
const SET_UP = 0.02;
const SET_UP_ALL = 4_000;
const SETTLE = 300;

/**
 * Lets `poller` poll `keys` keys every `period` milliseconds, and, once each has had its first tick, watches
 * for `window` milliseconds: the microseconds of CPU of a tick, the share of the wanted ticks that came, and
 * the fewest ticks that a key had of those that are due to each.
 *
 * The first ticks are spread evenly over one period that begins when all keys are set up: without that,
 * what takes long to set up has many of its ticks at once, and keeps them so.
 */
export async function load(poller: Poller, keys: number, period: number, window: number) {
  const ticks = new Uint32Array(keys);
  let count = 0;
  const begin = performance.now() + Math.min(keys * SET_UP, SET_UP_ALL);
  const first = (key: number): number => Math.max(0, begin + (key * period) / keys - performance.now());
  const stop = poller(keys, period, first, (key) => {
    ticks[key]!++;
    count++;
  });
  await sleep(begin + period + SETTLE - performance.now());
  ticks.fill(0);
  count = 0;
  const before = cpuTime();
  const start = performance.now();
  await sleep(window);
  const cpu = (cpuTime() - before) / count;
  const elapsed = performance.now() - start;
  const due = Math.floor(elapsed / period);
  const least = ticks.reduce((a, b) => Math.min(a, b));
  stop();
  return { cpu, share: count / (keys * (elapsed / period)), least: due ? least / due : 1 };
}

/** The milliseconds for which the ticks of keys that are polled every second are watched: two of each. */
export const WINDOW = 2_100;
