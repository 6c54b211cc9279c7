// The tests with faults: npm run faults -- [--minutes 2] [--only redis|postgres|partitions]
// They need redis-server and postgresql, and say so where one is missing. The last line is `N passed, N failed`.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { Client } from './connect.js';
import { Fleet } from './fleet.js';
import { type Fault, faults, restarted } from './lease-faults.js';
import { playPartitions } from './partitions.js';
import { connectSink, TABLES } from './sink.js';
import { findAll, startPostgres, startRedis, type Store } from './stores.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '2' }, only: { type: 'string', default: '' } },
});
const TTL = 2_000;
const REPLICAS = 3;

let passed = 0;
let failed = 0;
const result = (name: string, problem: string | undefined, note = ''): void => {
  if (problem === undefined) passed++;
  else failed++;
  console.log(
    `${problem === undefined ? '✓' : '✗'} ${name}${note}${problem === undefined ? '' : `\n  ${problem}`}`,
  );
};

const inOrder = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

/** One fleet, one store, and all that can happen to who leads, for so long. */
async function play(
  title: string,
  clients: Client[],
  store: Store,
  sinkPort: number,
  all: Fault[],
  duration: number,
): Promise<void> {
  console.log(`\n${title}: ${REPLICAS} replicas (${clients.join(', ')}), TTL ${seconds(TTL)}`);
  const fleet = new Fleet(clients, store.port, sinkPort, TTL);
  const start = performance.now();
  const took = new Map<Fault, number[]>(all.map((fault) => [fault, []]));
  const problems = new Map<Fault, string>();
  try {
    // Each at least once, then over and over, in another order each time.
    do {
      for (const fault of all.map((it) => ({ it, by: Math.random() })).sort((a, b) => a.by - b.by)) {
        await fleet.fill(REPLICAS);
        await fleet.accepted(10 * TTL);
        try {
          const duration = await fault.it.happens(fleet, store);
          took.get(fault.it)!.push(duration);
          const limit = fault.it.limit(TTL);
          if (duration > limit)
            problems.set(fault.it, `took ${seconds(duration)}, more than ${seconds(limit)}`);
        } catch (error) {
          problems.set(fault.it, String(error));
        }
      }
    } while (performance.now() - start < duration);
    await fleet.accepted(2 * TTL);
  } finally {
    await fleet.stop();
  }
  for (const [fault, durations] of took) {
    const sorted = inOrder(durations);
    const note = `: ${durations.length} times, nothing written for ${seconds(sorted[sorted.length >> 1] ?? NaN)} (median), ${seconds(sorted.at(-1) ?? NaN)} at most`;
    result(`${title}: ${fault.name}`, problems.get(fault), note);
  }
  const sink = connectSink(clients[0]!, sinkPort);
  const accepted = await sink.accepted();
  await sink.close();
  judge(title, fleet, accepted);
}

function judge(title: string, fleet: Fleet, accepted: { token: number; name: string }[]): void {
  const tokens = accepted.map(({ token }) => token);
  const back = tokens.findIndex((token, index) => token < (tokens[index - 1] ?? 0));
  const owners = new Map<number, Set<string>>();
  for (const { token, name } of accepted) owners.set(token, (owners.get(token) ?? new Set()).add(name));
  const shared = [...owners].find(([, names]) => names.size > 1);
  const { polls, stalePolls, refused, unhandled } = fleet;
  console.log(
    `  ${polls} polls, ${accepted.length} writes accepted under ${owners.size} tokens, ${refused} refused`,
  );
  result(
    `${title}: tokens of accepted writes never go back`,
    back < 0 && accepted.length > 0
      ? undefined
      : `write ${back} of ${accepted.length}: ${tokens.slice(back - 1, back + 1).join(', then ')}`,
  );
  result(
    `${title}: no token has two owners`,
    shared === undefined ? undefined : `${shared[0]}: ${[...shared[1]].join(', ')}`,
  );
  result(
    `${title}: nobody polls whose lease can be another's`,
    stalePolls === 0 ? undefined : `${stalePolls} polls of ${polls}`,
  );
  result(
    `${title}: the token is needed: some writes come too late, and are refused`,
    refused > 0 ? undefined : 'none was',
  );
  result(
    `${title}: no unhandled rejection`,
    unhandled.length === 0 ? undefined : unhandled.slice(0, 3).join('\n  '),
  );
}

const share = (Number(values.minutes) * 60_000) / 2;

async function onRedis(): Promise<void> {
  // What is written to loses nothing.
  const [store, sink] = [await startRedis(), await startRedis()];
  try {
    await play('Redis', ['ioredis', 'node-redis'], store, sink.port, [...faults, restarted], share);
  } finally {
    await Promise.all([store.stop(), sink.stop()]);
  }
}

async function createTables(port: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ port, host: '127.0.0.1', user: 'postgres' });
    try {
      await client.connect();
      await client.query(TABLES);
      return await client.end();
    } catch (error) {
      // It listens before it answers.
      if ((error as { code?: string }).code !== '57P03' || tries === 100) throw error;
      await sleep(100);
    }
  }
}

async function onPostgres(): Promise<void> {
  const store = await startPostgres();
  try {
    await createTables(store.port);
    await play('PostgreSQL', ['pg'], store, store.port, faults, share);
  } finally {
    await store.stop();
  }
}

const onPartitions = (): Promise<void> => playPartitions(share, result);

try {
  findAll();
  for (const [name, run] of Object.entries({
    redis: onRedis,
    postgres: onPostgres,
    partitions: onPartitions,
  })) {
    if (name.includes(values.only)) await run();
  }
} catch (error) {
  result('the tests ran to their end', String((error as Error).stack));
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
