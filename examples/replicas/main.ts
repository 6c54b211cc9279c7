// Three replicas of a service, a Redis, and a page that shows who leads: npm run start:replicas -- [--port 4300] [--for SECONDS]
// With --for it kills the leader half-way, says what came of it, and ends with 1 if nobody took over.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRedis, type Store } from '../../faults/stores.js';
import { Replica } from './replicas.js';
import { serve } from './web-server.js';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, for: { type: 'string' } },
});

const redis: Store = await startRedis().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

const started = Date.now();
const lines: string[] = [];
const log = (line: string): void => {
  lines.unshift(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  lines.splice(12);
  console.log(lines[0]);
};

const replicas: Replica[] = [];
const leader = (): Replica | undefined => replicas.find(({ state }) => state.token !== undefined);
const server = await serve(
  Number(values.port),
  () => ({ replicas: replicas.map(({ state }) => state), log: lines }),
  {
    kill: () => leader()?.kill(),
    stop: () => leader()?.stop(),
    cut: () => leader()?.cut(),
    end: () => leader()?.end(),
    'go-on': () => replicas.forEach((replica) => replica.goOn()),
  },
);
const { port } = server.address() as { port: number };
const url = `http://127.0.0.1:${port}`;
for (const name of ['one', 'two', 'three']) {
  const options = { leasePort: redis.port, storePort: redis.port, priceUrl: `${url}/price` };
  const replica = new Replica(name, options, log);
  replicas.push(replica);
  await replica.start();
}
console.log(`The page: ${url}   (Ctrl-C ends it)`);

const stopped = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
if (values.for === undefined) await stopped;
else await Promise.race([stopped, show(Number(values.for) * 1_000)]);

for (const replica of replicas) replica.kill();
server.closeAllConnections();
server.close();
await redis.stop();
process.exit();

/** Waits until somebody, but not `other`, has written, for half a minute at most. */
async function writer(other?: Replica): Promise<Replica | undefined> {
  for (let tries = 0; tries < 300; tries++) {
    const now = leader();
    if (now !== undefined && now !== other && now.state.accepted > 0) return now;
    await sleep(100);
  }
  return undefined;
}

async function show(duration: number): Promise<void> {
  const first = await writer();
  await sleep(duration / 2);
  first?.kill();
  const second = await writer(first);
  await sleep(duration / 2);
  for (const { state } of replicas) {
    const { name, polls, accepted, refused } = state;
    console.log(`${name}: ${polls} polls, ${accepted} writes accepted, ${refused} refused`);
  }
  const tookOver = first !== undefined && second !== undefined;
  console.log(tookOver ? `${second.state.name} took over from ${first.state.name}` : 'Nobody took over');
  if (!tookOver) process.exitCode = 1;
}
