import { parseArgs } from 'node:util';
import { bytesInUse, median, sleep } from './harness.js';
import { seeded, World } from './world.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: `${Date.now() % 1e6}` },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const fail = (why: string): never => {
  console.error(`soak: ${why} (--seed ${seed})`);
  process.exit(1);
};
if (!(minutes > 0)) fail(`--minutes must be a positive number, got ${values.minutes}`);

process.on('exit', (code) => console.log(code ? `soak: failed, seed ${seed}` : 'soak: all well'));
process.on('unhandledRejection', (error) => fail(`unhandled rejection: ${error}`));

const random = seeded(seed);
/** One run from the start to the end, and one world whose runs end in every way there is, over and over. */
const steady = new World('steady', 10_000, random, 500);
const restless = new World('restless', 1_000, random, Infinity);

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
const timersBefore = timers();
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
const heap: { at: number; bytes: number }[] = [];

let stopping = false;
let steadyEnded = false;
steady.start((error) => {
  steadyEnded = true;
  if (error) fail(`the steady run ended with ${error}`);
});

/** Runs `restless` again and again: unsubscribed, failed, drained. */
async function rerun(): Promise<void> {
  while (!stopping) {
    let ended = false;
    let how: unknown;
    const error = new Error('the end of a run');
    restless.start((reason) => {
      if (ended) fail('a run ended twice');
      ended = true;
      how = reason;
    });
    await sleep(200 + random() * 2_000);
    if (ended) fail(`a run ended by itself, with ${how}`);
    if (random() < 0.2) restless.intrude();
    const dice = random();
    if (dice < 0.4) restless.stop();
    else {
      if (dice < 0.7) restless.fail(error);
      else restless.drain();
      for (let left = 1_000; left > 0 && !ended; left--) await sleep(10);
      if (!ended) fail('a run does not end');
      if (how !== (dice < 0.7 ? error : undefined)) fail(`a run ended with ${how}`);
    }
  }
}

const stirring = setInterval(() => {
  steady.stir(10);
  restless.stir(2);
}, 2);
const auditing = setInterval(() => {
  steady.audit();
  restless.audit();
}, 1_000);
const pausing = setInterval(() => steady.pause(), 5_000);
const reruns = rerun();

let before = 0;
for (let next = 10; seconds() < minutes * 60; next += 10) {
  await sleep(Math.max(0, Math.min(next, minutes * 60) - seconds()) * 1000);
  const bytes = bytesInUse();
  heap.push({ at: seconds(), bytes });
  const { starts, turns, errors } = steady;
  if (starts === before) fail('nothing started for 10 s');
  before = starts;
  console.log(
    `${seconds().toFixed(0).padStart(5)} s  ${(bytes / 1e6).toFixed(2)} MB  ${starts + restless.starts} starts  ` +
      `${turns + restless.turns} turns  ${errors + restless.errors} errors  ${restless.runs} runs`,
  );
}

for (const each of [stirring, auditing, pausing]) clearInterval(each);
stopping = true;
await reruns;
restless.stop();
steady.drain();
for (let left = 1_000; left > 0 && !(steadyEnded && steady.settled && restless.settled); left--)
  await sleep(10);
if (!steadyEnded) fail('the drained run does not complete');
if (!steady.settled || !restless.settled) fail('work or an iterator is left');
if (timers() > timersBefore) fail(`${timers() - timersBefore} host timers are left`);

// A short soak has no second minute: then it is the second half.
const from = Math.min(60, minutes * 30);
const late = heap.filter(({ at }) => at > from).map(({ bytes }) => bytes);
const middle = median(late);
const off = Math.max(...late.map((bytes) => Math.abs(bytes / middle - 1)));
console.log(`heap from ${from} s on: ${(middle / 1e6).toFixed(2)} MB, ±${(off * 100).toFixed(1)} %`);
if (off > 0.05) fail('the heap is not flat');
process.exit(0);
