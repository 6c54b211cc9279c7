// How long and in which order: runs one loop on and on and another over and over, and watches the heap. What
// happens to them is in script.ts, what must hold is in invariants/.
import { parseArgs } from 'node:util';
import { median } from '../figure.js';
import { bytesInUse, hostTimers, sleep } from '../measure.js';
import { Random } from './random.js';
import { World } from './world.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: `${Date.now() % 1e6}` },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
/** Waits; a machine that is busy with other things is no failure. */
const until = async (holds: () => boolean, otherwise: string): Promise<void> => {
  for (let left = 3_000; !holds(); left--) {
    if (left === 0) fail(otherwise);
    await sleep(10);
  }
};
const fail = (why: string): never => {
  console.error(`soak: ${why} (--seed ${seed})`);
  process.exit(1);
};
if (!(minutes > 0)) fail(`--minutes must be a positive number, got ${values.minutes}`);

process.on('exit', (code) => console.log(code ? `soak: failed, seed ${seed}` : 'soak: all well'));
process.on('unhandledRejection', (error) => fail(`unhandled rejection: ${error}`));

const random = new Random(seed);
/** One run from the start to the end, and one world whose runs end in every way there is, over and over. */
const steady = new World('steady', 10_000, random, 500);
const restless = new World('restless', 1_000, random, Infinity);

const timersBefore = hostTimers();
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
const heap: { at: number; bytes: number }[] = [];

let resting = false;
let steadyEnded = false;
steady.start((error) => {
  steadyEnded = true;
  if (error) fail(`the steady run ended with ${(error as Error).stack ?? error}`);
});

/** A run of `restless`, to one of its ends: unsubscribed, failed, drained. */
async function rerun(): Promise<void> {
  let ended = false;
  let how: unknown;
  const error = new Error('the end of a run');
  restless.start((reason) => {
    if (ended) fail('a run ended twice');
    ended = true;
    how = reason;
  });
  await sleep(200 + random.next() * 2_000);
  if (ended) fail(`a run ended by itself, with ${(how as Error | undefined)?.stack ?? how}`);
  if (random.next() < 0.2) restless.intrude();
  const dice = random.next();
  if (dice < 0.4) return restless.stop();
  if (dice < 0.7) restless.fail(error);
  else restless.drain();
  await until(() => ended, 'a run does not end');
  if (how !== (dice < 0.7 ? error : undefined))
    fail(`a run ended with ${(how as Error | undefined)?.stack ?? how}`);
}

/** What stays in use while nothing runs: the keys and their schedules, and any leak. */
async function measure(): Promise<void> {
  resting = true;
  await steady.rest();
  await until(() => restless.settled, 'work or an iterator of an ended run is left');
  heap.push({ at: seconds(), bytes: bytesInUse() });
  steady.resume();
  resting = false;
}

function report(): void {
  const [starts, turns, errors] = (['starts', 'turns', 'errors'] as const).map(
    (count) => steady[count] + restless[count],
  );
  console.log(
    `${seconds().toFixed(0).padStart(5)} s  ${(heap.at(-1)!.bytes / 1e6).toFixed(2)} MB  ${starts} starts  ` +
      `${turns} turns  ${errors} errors  ${restless.runs} runs`,
  );
}

const stirring = setInterval(() => {
  if (resting) return;
  steady.stir(10);
  restless.stir(2);
}, 2);
const auditing = setInterval(() => {
  steady.audit();
  restless.audit();
}, 1_000);
const pausing = setInterval(() => steady.pause(), 5_000);

for (let next = 10; seconds() < minutes * 60;) {
  const { starts } = steady;
  for (const end = Math.min(next, minutes * 60); seconds() < end;) await rerun();
  if (steady.starts === starts) fail('nothing started for 10 s');
  await measure();
  report();
  next = Math.max(next + 10, seconds());
}

for (const each of [stirring, auditing, pausing]) clearInterval(each);
steady.drain();
await until(() => steadyEnded, 'the drained run does not complete');
await until(() => steady.settled && restless.settled, 'work or an iterator is left');
await sleep(200); // The world's own timers, for the end of a pause and the next element, take up to 100 ms.
if (hostTimers() > timersBefore) fail(`${hostTimers() - timersBefore} host timers are left`);

// A short soak has no second minute: then it is the second half.
const from = Math.min(60, minutes * 30);
const late = heap.filter(({ at }) => at > from).map(({ bytes }) => bytes);
const middle = median(late);
const off = Math.max(...late.map((bytes) => Math.abs(bytes / middle - 1)));
console.log(`heap from ${from} s on: ${(middle / 1e6).toFixed(2)} MB, ±${(off * 100).toFixed(1)} %`);
if (off > 0.05) fail('the heap is not flat');
process.exit(0);
