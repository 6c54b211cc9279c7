import Bottleneck from 'bottleneck';
import PQueue from 'p-queue';
import { smartPoll, type Task } from '../../lib/index.js';
import { atLeast, atMost } from '../figure.js';
import { bytesInUse, cpuTime, quick, sleep } from '../measure.js';
import { row } from '../row.js';

const KEYS = 5_000;
const HOSTS = 40;
const AT_ONCE = 2;
const STARTS = 100;
const PER = 1_000;
/** How long a request takes, in milliseconds: a host could have two hundred of them a second. */
const LATENCY = 10;
const LASTS = (quick ? 4 : 12) * PER;

/** Has every key ask its host as often as the quotas let it; returns how to stop. */
type Poller = (ask: (key: number) => Promise<void>) => () => unknown;

const ours: Poller = (ask) => {
  const hosts = Array.from({ length: HOSTS }, (_, host) => `host-${host}`);
  const run = smartPoll({
    limits: {
      account: { rate: { starts: STARTS, per: PER } },
      ...Object.fromEntries(hosts.map((host) => [host, { concurrent: AT_ONCE }])),
    },
    entries: Array.from({ length: KEYS }, (_, key): [number, Task<number>] => [
      key,
      { startDue: 0, repeatDue: 0, limit: ['account', hosts[key % HOSTS]!], project: () => ask(key) },
    ]),
  }).subscribe();
  return () => run.unsubscribe();
};

/** A limiter for each host, chained to one for the account, as its documentation has it. */
const bottleneck: Poller = (ask) => {
  let stopped = false;
  const account = new Bottleneck({
    reservoir: STARTS,
    reservoirRefreshAmount: STARTS,
    reservoirRefreshInterval: PER,
  });
  const group = new Bottleneck.Group({ maxConcurrent: AT_ONCE, timeout: 3_600_000 });
  group.on('created', (limiter) => limiter.chain(account));
  const poll = (key: number): void => {
    if (stopped) return;
    void group
      .key(`${key % HOSTS}`)
      .schedule(() => ask(key))
      .then(() => poll(key));
  };
  for (let key = 0; key < KEYS; key++) poll(key);
  return async () => {
    stopped = true;
    await account.disconnect();
    await group.disconnect();
  };
};

/** A queue for each host, whose work waits in one for the account. */
const pQueue: Poller = (ask) => {
  let stopped = false;
  const account = new PQueue({ intervalCap: STARTS, interval: PER });
  const hosts = Array.from({ length: HOSTS }, () => new PQueue({ concurrency: AT_ONCE }));
  const poll = (key: number): void => {
    if (stopped) return;
    void hosts[key % HOSTS]!.add(() => account.add(() => ask(key))).then(() => poll(key));
  };
  for (let key = 0; key < KEYS; key++) poll(key);
  return () => {
    stopped = true;
    for (const queue of [account, ...hosts]) queue.clear();
    account.pause();
  };
};

/** What a poller did in its time: CPU and bytes, and by how much it went beyond the quotas. */
async function sample(poller: Poller) {
  const times: number[] = [];
  const open = new Array<number>(HOSTS).fill(0);
  let atOnce = 0;
  const ask = async (key: number): Promise<void> => {
    const host = key % HOSTS;
    times.push(performance.now());
    atOnce = Math.max(atOnce, ++open[host]!);
    await sleep(LATENCY);
    open[host]!--;
  };
  const idle = bytesInUse();
  const stop = poller(ask);
  await sleep(PER / 2);
  const bytes = (bytesInUse() - idle) / KEYS;
  const before = cpuTime();
  const startsBefore = times.length;
  await sleep(LASTS);
  const cpu = (cpuTime() - before) / (times.length - startsBefore);
  await stop();
  const seconds = (performance.now() - times[0]!) / PER;
  return { cpu, bytes, atOnce, most: mostWithin(times), used: times.length / (STARTS * Math.ceil(seconds)) };
}

/** The most starts in any span of `PER` milliseconds. */
function mostWithin(times: readonly number[]): number {
  let first = 0;
  return times.reduce((most, time, last) => {
    while (time - times[first]! >= PER) first++;
    return Math.max(most, last - first + 1);
  }, 0);
}

await row('quotas', '5,000 keys of 40 hosts, 2 at a time each and 100 a second together', async (notes) => {
  const pollers = { ours, Bottleneck: bottleneck, 'p-queue': pQueue };
  for (const [name, poller] of Object.entries(pollers)) {
    const { cpu, bytes, atOnce, most, used } = await sample(poller);
    const isOurs = name === 'ours';
    notes.check(atOnce <= AT_ONCE, `${name}: ${atOnce} at a time`);
    notes.figure(`${name}: the most starts within a second`, '', [most], isOurs ? atMost(STARTS) : undefined);
    notes.figure(`${name}: what is used of the quota`, '×', [used], isOurs ? atLeast(0.9) : undefined);
    notes.figure(`${name}: a start`, 'µs', [cpu]);
    notes.figure(`${name}: a key that waits`, 'B', [bytes]);
  }
});
