import { Redis } from 'ioredis';
import { isStale, PartitionRows, type Row } from '../examples/partitions/partition-rows.js';
import { partitionOf } from '../examples/partitions/rendezvous.js';
import { type PartitionFault, partitionFaults } from './partition-faults.js';
import { PartitionFleet } from './partition-fleet.js';
import { startRedis } from './stores.js';

const TTL = 2_000;
const MEMBERS = 3;
const PARTITIONS = 12;
const KEYS = 600;
/** Each key is polled so often, in milliseconds. */
const EVERY = 1_000;
/** So late is a poll at most, whatever happened. */
const LIMIT = TTL + 2_000;

/** The recipe for more keys than one loop takes, and all that can happen to its members, for so long. */
export async function playPartitions(
  duration: number,
  result: (name: string, problem: string | undefined, note?: string) => void,
): Promise<void> {
  // What is written to is another one.
  const [store, target] = [await startRedis(), await startRedis()];
  const [redis, sink] = [store, target].map(({ port }) => new Redis(port, '127.0.0.1')) as [Redis, Redis];
  try {
    console.log(`\nPartitions: ${KEYS} keys in ${PARTITIONS} partitions, ${MEMBERS} members, TTL ${TTL} ms`);
    for (let index = 0; index < KEYS; index++) {
      const key = `key-${index}`;
      await new PartitionRows(redis, partitionOf(key, PARTITIONS)).add(key);
    }
    result('Partitions: rows refuse an older holder, and a key that is gone', await rowsProblem(redis));
    const options = {
      partitions: PARTITIONS,
      ttl: TTL,
      every: EVERY,
      redisPort: store.port,
      sinkPort: target.port,
    };
    const fleet = new PartitionFleet(options, sink, KEYS);
    const took = new Map<PartitionFault, number[]>(partitionFaults.map((fault) => [fault, []]));
    const problems = new Map<PartitionFault, string>();
    const start = performance.now();
    let stopped: number;
    try {
      // Each at least once, then over and over.
      for (let count = 0; count < partitionFaults.length || performance.now() - start < duration; count++) {
        const fault = partitionFaults[count % partitionFaults.length]!;
        await fleet.fill(MEMBERS);
        await fleet.allPolled(10 * TTL);
        try {
          const late = (await fleet.longestGap(() => fault.happens(fleet), LIMIT)) - EVERY;
          took.get(fault)!.push(late);
          if (late > LIMIT) problems.set(fault, `a key was polled ${late} ms late, more than ${LIMIT} ms`);
        } catch (error) {
          problems.set(fault, String(error));
        }
      }
      await fleet.fill(MEMBERS);
      await fleet.allPolled(10 * TTL);
    } finally {
      stopped = Date.now();
      await fleet.stop();
    }
    for (const [fault, durations] of took) {
      const inOrder = [...durations].sort((a, b) => a - b);
      const seconds = (ms = NaN): string => `${(ms / 1_000).toFixed(2)} s`;
      const note = `: ${durations.length} times, no key was polled more than ${seconds(inOrder[durations.length >> 1])} late (median), ${seconds(inOrder.at(-1))} at most`;
      result(`Partitions: ${fault.name}`, problems.get(fault), note);
    }
    result('Partitions: no key is lost', await lost(redis, stopped));
    await judge(sink, fleet, result);
  } finally {
    redis.disconnect();
    sink.disconnect();
    await Promise.all([store.stop(), target.stop()]);
  }
}

/** What is wrong with how rows are written, on a partition of its own. */
async function rowsProblem(redis: Redis): Promise<string | undefined> {
  const rows = new PartitionRows(redis, PARTITIONS);
  await rows.add('key');
  await rows.write(1, [['key', { due: 1, failures: 1 }]]);
  await rows.read(2); // Somebody else takes over.
  const refused = await rows.write(1, [['key', { due: 2, failures: 2 }]]).catch((error: unknown) => error);
  if (!isStale(refused)) return `a batch of an older holder: ${String(refused)}`;
  if (!isStale(await rows.read(1).catch((error: unknown) => error))) return 'an older holder may read';
  await rows.write(2, [['gone', { due: 2, failures: 2 }]]);
  const found = JSON.stringify([...(await rows.read(2))]);
  return found === '[["key",{"due":1,"failures":1}]]' ? undefined : `the rows are ${found}`;
}

/** Which keys nobody would poll any more, or at a wrong time, after everybody was killed. */
async function lost(redis: Redis, stopped: number): Promise<string | undefined> {
  const rows: (Row & { key: string })[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const found = await redis.hgetall(`{partition:${partition}}:rows`);
    for (const [key, row] of Object.entries(found)) rows.push({ key, ...(JSON.parse(row) as Row) });
  }
  if (rows.length !== KEYS) return `${KEYS - rows.length} rows are gone`;
  const wrong = rows.filter(({ due }) => due === null || Math.abs(due - stopped) > 2 * EVERY);
  return wrong.length === 0
    ? undefined
    : `${wrong.length} rows are wrong, such as that of ${wrong[0]!.key}, due ${wrong[0]!.due! - stopped} ms after the end`;
}

async function judge(
  sink: Redis,
  { refused, unhandled }: PartitionFleet,
  result: (name: string, problem: string | undefined) => void,
): Promise<void> {
  const accepted = await sink.lrange('accepted', 0, -1);
  const last = new Map<string, number>();
  const owners = new Map<string, string>();
  const back: string[] = [];
  const shared: string[] = [];
  for (const line of accepted) {
    const [partition, token, name] = line.split(' ') as [string, string, string];
    const before = last.get(partition) ?? 0;
    if (Number(token) < before) back.push(`partition ${partition}: ${before}, then ${token}`);
    last.set(partition, Number(token));
    const owner = owners.get(`${partition} ${token}`) ?? name;
    if (owner !== name) shared.push(`partition ${partition}, ${token}: ${owner} and ${name}`);
    owners.set(`${partition} ${token}`, owner);
  }
  console.log(
    `  ${accepted.length} polls accepted under ${owners.size} tokens; refused: ${refused.poll} polls, ${refused.rows} batches of rows`,
  );
  result('Partitions: tokens of a partition never go back', back[0]);
  result('Partitions: no token of a partition has two owners', shared[0]);
  result(
    'Partitions: few polls and batches come too late',
    refused.poll + refused.rows <= accepted.length / 100 ? undefined : 'more than one of a hundred',
  );
  result(
    'Partitions: no unhandled rejection',
    unhandled.length === 0 ? undefined : unhandled.slice(0, 3).join('\n  '),
  );
}
