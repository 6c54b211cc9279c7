// Three members that share out 240 keys, and a Redis: npm run start:partitions -- [--for SECONDS]
// With --for it kills a member half-way, and ends with 1 if a key was not polled again.
import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { startRedis, type Store } from '../../faults/stores.js';
import type { Holding, MemberArguments } from './member.js';
import { PartitionRows } from './partition-rows.js';
import { partitionOf } from './rendezvous.js';

const { values } = parseArgs({ options: { for: { type: 'string' } } });

const KEYS = 240;
const PARTITIONS = 12;
const EVERY = 1_000;
const TTL = 3_000;

const store: Store = await startRedis().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const redis = new Redis(store.port, '127.0.0.1');
for (let key = 0; key < KEYS; key++) {
  await new PartitionRows(redis, partitionOf(`key-${key}`, PARTITIONS)).add(`key-${key}`);
}

// What is polled. It knows when each key was polled last.
const lastPoll = new Map<string, number>();
const server = createServer(({ url }, response) => {
  lastPoll.set(url ?? '', performance.now());
  setTimeout(() => response.end('fine'), 20);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as { port: number };

const members = new Map<string, ChildProcess>();
const owners = new Array<string>(PARTITIONS).fill('·');
function start(name: string): void {
  const options: MemberArguments = {
    name,
    redisPort: store.port,
    url: `http://127.0.0.1:${port}`,
    partitions: PARTITIONS,
    ttl: TTL,
    every: EVERY,
  };
  const member = fork(fileURLToPath(new URL('member.mjs', import.meta.url)), [JSON.stringify(options)]);
  members.set(name, member);
  member.on('message', ({ partition, isHeld }: Holding) => {
    if (isHeld) owners[partition] = name;
    else if (owners[partition] === name) owners[partition] = '·';
  });
  member.on('exit', () => {
    members.delete(name);
    owners.forEach((owner, partition) => owner === name && (owners[partition] = '·'));
  });
}

const began = performance.now();
const log = (what: string): void =>
  console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${what}`);
const status = setInterval(() => {
  const oldest = performance.now() - Math.min(...lastPoll.values());
  const ago = lastPoll.size === 0 ? '' : `, the oldest poll ${(oldest / 1_000).toFixed(1)} s ago`;
  log(`${owners.join(' ')}   ${lastPoll.size} keys polled${ago}`);
}, 1_000);

console.log(`${KEYS} keys in ${PARTITIONS} partitions, each polled every second. Who has which partition:`);
for (const name of ['A', 'B', 'C']) start(name);

const stopped = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
await Promise.race([stopped, values.for === undefined ? endless() : show(Number(values.for) * 1_000)]);

clearInterval(status);
for (const member of members.values()) member.kill('SIGKILL');
server.closeAllConnections();
server.close();
redis.disconnect();
await store.stop();
process.exit();

/** A member is killed, and started again. */
async function lose(name: string, pause: number): Promise<void> {
  log(`${name} is killed`);
  members.get(name)?.kill('SIGKILL');
  await sleep(pause);
  log(`${name} is started again`);
  start(name);
}

async function endless(): Promise<void> {
  for (let round = 0; ; round++) {
    await sleep(8_000);
    await lose('ABC'[round % 3]!, 8_000);
  }
}

/** Waits until each key was polled since then, for half a minute at most. */
async function allPolledSince(time: number): Promise<boolean> {
  for (let tries = 0; tries < 300; tries++) {
    if (lastPoll.size === KEYS && Math.min(...lastPoll.values()) > time) return true;
    await sleep(100);
  }
  return false;
}

async function show(duration: number): Promise<void> {
  const begun = await allPolledSince(0);
  await sleep(duration / 2);
  const killed = performance.now();
  const lost = lose('B', duration / 2);
  const goesOn = begun && (await allPolledSince(killed));
  log(
    goesOn
      ? `Each key was polled again within ${((performance.now() - killed) / 1_000).toFixed(1)} s`
      : 'Keys were lost',
  );
  await lost;
  if (!goesOn) process.exitCode = 1;
}
