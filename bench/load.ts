import { collect, sleep } from './harness.js';
import type { Poller } from './peers.js';

/**
 * Lets `poller` poll `keys` keys every `period` milliseconds, and, once that is in its stride, watches for
 * `window` milliseconds: the CPU time of a tick in microseconds, the share of the wanted ticks that came,
 * and the fewest ticks that a key had of those that are due to each.
 */
export async function load(poller: Poller, keys: number, period: number, window: number) {
  const ticks = new Uint32Array(keys);
  let count = 0;
  const stop = poller(keys, period, (key) => {
    ticks[key]!++;
    count++;
  });
  collect();
  await sleep(Math.min(period, 2_000) * 1.5);
  ticks.fill(0);
  count = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  await sleep(window);
  const { user, system } = process.cpuUsage(cpu);
  const elapsed = performance.now() - start;
  const least = ticks.reduce((a, b) => Math.min(a, b));
  stop();
  return {
    cpu: (user + system) / count,
    share: count / (keys * (elapsed / period)),
    least: elapsed < period ? 1 : least / Math.floor(elapsed / period),
  };
}
