/**
 * How things are measured here.
 *
 * The figure that counts is CPU time, of the user and of the system: other work on the machine delays a
 * process, but it hardly adds to its CPU time. What is compared runs in one process and takes turns, so
 * that drift hits all alike, and a ratio is taken within one round.
 *
 * All of it is warm, and nothing collects garbage on purpose: after a forced collection V8 deoptimises the
 * same functions again, in every round, and a cycle then seems to take twice its time. Only where bytes
 * are measured is a collection forced.
 */

export const quick = process.argv.includes('--quick');

/** For so many seconds each subject runs before anything counts. */
const WARM_UP = quick ? 0.5 : 2;
/** After so many seconds no further round of a row begins: the bench has to end on a busy machine too. */
const BUDGET = quick ? 4 : 30;

/** What one sample of a subject found, by figure: `{ wall: 0.41, cpu: 0.4 }`. */
export type Sample<F extends string> = Record<F, number>;

/** The microseconds of CPU that this process has taken. */
export const cpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** The microseconds of CPU and of wall clock that `work` takes, for each of its `operations`. */
export async function cost(operations: number, work: () => unknown): Promise<Sample<'cpu' | 'wall'>> {
  const start = performance.now();
  const before = cpuTime();
  await work();
  const cpu = cpuTime() - before;
  const wall = (performance.now() - start) * 1000;
  return { cpu: cpu / operations, wall: wall / operations };
}

/**
 * Samples all `subjects` `rounds` times, in turns, every other round in reverse order; fewer times where
 * that takes too long, but once. Before that each subject runs for `warmUp` seconds, in turns too.
 */
export async function alternate<S extends string, F extends string>(
  rounds: number,
  subjects: Record<S, () => Sample<F> | Promise<Sample<F>>>,
  { warmUp = WARM_UP, budget = BUDGET } = {},
): Promise<Record<S, Record<F, number[]>>> {
  const names = Object.keys(subjects) as S[];
  const inTurn = (round: number): S[] => (round % 2 ? [...names].reverse() : names);
  const warmth = new Map(names.map((name) => [name, 0]));
  const isCold = (name: S): boolean => warmth.get(name)! < warmUp * 1000;
  for (let round = 0; names.some(isCold); round++) {
    for (const name of inTurn(round).filter(isCold)) {
      const start = performance.now();
      await subjects[name]();
      warmth.set(name, warmth.get(name)! + performance.now() - start);
    }
  }
  const found = Object.fromEntries(names.map((name) => [name, {}])) as Record<S, Record<F, number[]>>;
  const end = performance.now() + budget * 1000;
  for (let round = 0; round < rounds && (round === 0 || performance.now() < end); round++) {
    for (const name of inTurn(round)) {
      const sample = await subjects[name]();
      for (const figure of Object.keys(sample) as F[]) (found[name][figure] ??= []).push(sample[figure]);
    }
  }
  return found;
}

/** The bytes in use after a collection, off the heap too. */
export const bytesInUse = (): number => {
  if (!globalThis.gc) throw new Error('bench: needs node --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** How many timers the host has. */
export const hostTimers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
