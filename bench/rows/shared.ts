import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atLeast, atMost } from '../figure.js';
import { alternate, bytesInUse, cpuTime, quick, sleep } from '../measure.js';
import { row } from '../row.js';
import { watching } from '../watchers.js';

const KEYS = 10_000;
const PACES = [1_000, 2_000, 5_000];
const WINDOW = quick ? 1_000 : 4_000;

/** A watched key: its microseconds of CPU a request, its requests a second, and its bytes. */
const watched = (name: keyof typeof watching) => async () => {
  let asked = 0;
  let got = 0;
  const stop = watching[name](
    KEYS,
    PACES,
    () => asked++,
    () => got++,
  );
  await sleep(1_400);
  const before = asked;
  const begun = cpuTime();
  const beginning = performance.now();
  await sleep(WINDOW);
  const requests = asked - before;
  const cpu = (cpuTime() - begun) / requests;
  const seconds = (performance.now() - beginning) / 1_000;
  // Not amid the requests of a second, when some are not answered yet.
  for (let i = 0; i < 100 && got !== asked * PACES.length; i++) await sleep(20);
  stop();
  return { cpu, asked: requests / KEYS / seconds, got: got / asked, bytes: await bytesOf(name) };
};

/** In a process of its own: what one subject leaves on the heap, another would use. */
const bytesOf = (name: string): Promise<number> =>
  new Promise((resolve) => {
    fork(fileURLToPath(import.meta.url), [BYTES, name])
      .on('message', (bytes) => resolve(bytes as number))
      .on('exit', () => resolve(NaN));
  });

/** The bytes of a watched key once all have had a value and wait for the next. */
async function tellBytes(name: keyof typeof watching): Promise<never> {
  const before = bytesInUse();
  let got = 0;
  watching[name](
    KEYS,
    PACES,
    () => undefined,
    () => got++,
  );
  while (got < KEYS * PACES.length) await sleep(10);
  process.send!((bytesInUse() - before) / KEYS, () => process.exit());
  return new Promise(() => undefined);
}

const BYTES = '--bytes';
const [, , mode, subject] = process.argv;
if (mode === BYTES) await tellBytes(subject as keyof typeof watching);

await row('shared', '10,000 keys with three watchers each, at 1, 2 and 5 s', async (notes) => {
  const found = await alternate(
    quick ? 1 : 5,
    {
      ours: watched('ours'),
      queryCore: watched('queryCore'),
      timerAndShare: watched('timerAndShare'),
    },
    { warmUp: 0, budget: 120 },
  );
  const { ours, queryCore, timerAndShare } = found;
  // All are asked at about the same time, once a second: the window may begin or end amid that.
  const amid = 1_000 / WINDOW;
  notes.check(
    ours.asked.every((asked) => asked < 1.01 + amid),
    `a key is asked ${ours.asked.join(', ')} times a second`,
  );
  notes.figure('of the requests that are due', '×', ours.asked, atLeast(0.99 - amid));
  notes.check(
    ours.got.every((got) => got === PACES.length),
    `watchers get ${ours.got.join(', ')} values a request`,
  );
  notes.ratio("of query-core's CPU time a request", ours.cpu, queryCore.cpu, atMost(1));
  notes.ratio("of query-core's bytes a key", ours.bytes, queryCore.bytes, atMost(1));
  notes.ratio("of a Map of timer + share's CPU time a request", ours.cpu, timerAndShare.cpu);
  notes.ratio("of a Map of timer + share's bytes a key", ours.bytes, timerAndShare.bytes);
  for (const [name, { bytes, cpu, asked }] of Object.entries({
    ours,
    'query-core': queryCore,
    'timer + share': timerAndShare,
  })) {
    notes.figure(`${name}, a watched key`, 'B', bytes);
    notes.figure(`${name}, CPU a request`, 'µs', cpu);
    notes.figure(`${name}, requests a key and second`, '/s', asked);
  }
});
