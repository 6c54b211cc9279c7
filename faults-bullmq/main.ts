// Polls whose first stages are jobs, while workers and connections die and what BullMQ keeps is taken away.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { defer, finalize, lastValueFrom, NEVER, Subject, tap } from 'rxjs';
import { smartPoll, type LoopEvent } from 'rxjs-smartpoll';
import { remote } from 'rxjs-smartpoll/bullmq';
import { type BackEnd, bullmqOn, startStore } from './back-ends.js';
import { Fleet } from './fleet.js';

const KEYS = 100;
const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '45' }, on: { type: 'string', default: '' } },
});
const seconds = Number(options.seconds);
let passed = 0;
let failed = 0;

async function test(name: string, work: () => Promise<string | undefined>): Promise<void> {
  try {
    const said = await work();
    console.log(`✓ ${name}${said ? `: ${said}` : ''}`);
    passed++;
  } catch (error) {
    console.log(`✗ ${name}\n  ${(error as Error).stack?.replaceAll('\n', '\n  ')}`);
    failed++;
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>, limit: number): Promise<void> {
  const end = performance.now() + limit;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await delay(20);
  }
}

process.on('unhandledRejection', (reason) => {
  console.log(`✗ an unhandled rejection: ${String(reason)}`);
  failed++;
});

/** A place of its own for a test: a store, workers, the queue. */
async function stage(backEnd: BackEnd) {
  const { store, admin } = await startStore(backEnd);
  const bullmq = bullmqOn(backEnd, store.port);
  const queue = bullmq.queue();
  const jobs = remote(queue, { events: bullmq.events, timeout: 8000, sweep: 1000 });
  const fleet = new Fleet(backEnd, store.port);
  return {
    events: bullmq.events,
    admin,
    queue,
    jobs,
    fleet,
    async close() {
      fleet.killAll();
      await jobs.close();
      await queue.close();
      await admin.close();
      await store.stop();
    },
  };
}

type Stage = Awaited<ReturnType<typeof stage>>;

const faults: Record<string, (stage: Stage) => unknown> = {
  async killed({ fleet }) {
    fleet.kill(fleet.any());
    await delay(200);
    fleet.start();
  },
  async stopped({ fleet }) {
    const worker = fleet.any();
    worker.kill('SIGSTOP');
    await delay(3000);
    worker.kill('SIGCONT');
  },
  cut: ({ admin }) => admin.cut(),
  trimmed: ({ admin }) => admin.trimEvents(),
  async removed({ queue }) {
    for (const job of await queue.getJobs(['waiting', 'completed', 'failed'], 0, 50))
      await job.remove().catch(() => undefined);
  },
  async 'without workers'({ fleet }) {
    fleet.killAll();
    await delay(2000);
    fleet.start();
  },
};

async function play(backEnd: BackEnd): Promise<void> {
  console.log(`\n${backEnd === 'redis' ? 'Redis' : 'PostgreSQL'}`);
  const one = await stage(backEnd);
  try {
    one.fleet.start();
    await test('a job that waits is removed as it is unsubscribed, one that runs is stopped', async () => {
      const data = { takes: 60_000, fails: false, n: 0 };
      const running = one.jobs.run('poll', data, { key: 'running' }).subscribe({ error: () => undefined });
      await until('it runs', async () => (await one.queue.getActiveCount()) === 1, 20_000);
      await one.queue.pause();
      const waiting = one.jobs.run('poll', data, { key: 'waiting' }).subscribe({ error: () => undefined });
      await until('it waits', async () => (await one.queue.getJobs(['waiting'])).length === 1, 5000);
      waiting.unsubscribe();
      await until('it is gone', async () => (await one.queue.getJobs(['waiting'])).length === 0, 5000);
      const start = performance.now();
      running.unsubscribe();
      await until('it is stopped', async () => (await one.queue.getActiveCount()) === 0, 5000);
      await one.queue.resume();
      return `after ${(performance.now() - start).toFixed()} ms`;
    });
    await test('ends come as events, most of them', async () => {
      const { queue, events } = one;
      const jobs = remote(queue, { events, timeout: 10_000, sweep: 60_000 });
      const data = { takes: 5, fails: false, n: 1 };
      const runs = Array.from({ length: 20 }, (_, index) =>
        lastValueFrom(jobs.run('poll', data, { key: `event-${index}` })),
      );
      const ends = await Promise.allSettled(runs);
      await jobs.close();
      const came = ends.filter(({ status }) => status === 'fulfilled').length;
      assert.ok(came > 10, `${came} of 20 came`);
      return `${came} of 20`;
    });
    await test('without any event the sweep finds each end', async () => {
      const deaf = { on: () => undefined, close: () => Promise.resolve() };
      const jobs = remote(one.queue, { events: () => deaf, timeout: 10_000, sweep: 500 });
      const runs = Array.from({ length: 20 }, (_, n) =>
        lastValueFrom(jobs.run('poll', { takes: 5, fails: false, n }, { key: `sweep-${n}` })),
      );
      assert.deepEqual(
        await Promise.all(runs),
        runs.map((_, n) => n),
      );
      await jobs.close();
      return undefined;
    });
    await test('without workers a job fails at its deadline, and is removed', async () => {
      one.fleet.killAll();
      await delay(500);
      const error = await new Promise<Error>((resolve) =>
        one.jobs.run('poll', { takes: 0, fails: false, n: 0 }, { key: 'late' }).subscribe({ error: resolve }),
      );
      assert.equal(error.name, 'TimeoutError');
      await until('it is gone', async () => (await one.queue.getJobs(['waiting'])).length === 0, 5000);
      return undefined;
    });
  } finally {
    await one.close();
  }

  const two = await stage(backEnd);
  try {
    two.fleet.start();
    await test(`every start ends once, with ${KEYS} keys, for ${seconds} s of faults`, async () => {
      let [subscribed, values, errors, wrong, doubled, open] = [0, 0, 0, 0, 0, 0];
      let done = false;
      const drain$ = new Subject<void>();
      const entries = Array.from({ length: KEYS }, (_, index) => {
        const poll = () =>
          defer(() => {
            const n = ++subscribed;
            let ends = 0;
            open++;
            const data = { takes: 5 + Math.random() * 40, fails: n % 40 === 0, n };
            return two.jobs.run<number>('poll', data, { key: `key-${index}` }).pipe(
              tap({
                next: (value) => {
                  values++;
                  if (typeof value !== 'number') wrong++;
                  if (++ends > 1) doubled++;
                },
                error: () => {
                  errors++;
                  if (++ends > 1) doubled++;
                },
              }),
              finalize(() => open--),
            );
          });
        return [
          index,
          { startDue: 0, repeatDue: 20, retryDue: 50, project: poll, next: () => undefined },
        ] as const;
      });
      let starts = 0;
      smartPoll({
        entries,
        drain: drain$,
        hooks: { never: { source: NEVER } },
        monitor: { next: (event: LoopEvent<number>) => event.type === 'start' && starts++ } as never,
      }).subscribe({ complete: () => (done = true) });

      const counts: Record<string, number> = {};
      const names = Object.keys(faults);
      const end = performance.now() + seconds * 1000;
      for (let round = 0; performance.now() < end; round++) {
        const name = names[round % names.length]!;
        counts[name] = (counts[name] ?? 0) + 1;
        await faults[name]!(two);
        await delay(Math.random() * 1000);
      }
      two.fleet.start();
      drain$.next();
      await until('it is drained', () => done, 20_000);
      assert.deepEqual(
        { wrong, doubled, open, lost: starts - values - errors },
        { wrong: 0, doubled: 0, open: 0, lost: 0 },
      );
      assert.ok(values > starts / 2, `${values} of ${starts} starts gave a value`);
      await until(
        'no deduplication key is left',
        async () => (await two.admin.deduplicationKeys()) === 0,
        10_000,
      );
      const said = Object.entries(counts).map(([name, count]) => `${count} × ${name}`);
      return `${starts} starts = ${values} values + ${errors} errors; ${said.join(', ')}`;
    });
    const speed = async (): Promise<string> => {
      let count = 0;
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      const subscription = smartPoll({
        entries: Array.from(
          { length: 500 },
          (_, index) =>
            [
              index,
              {
                startDue: 0,
                repeatDue: 0,
                retryDue: 50,
                project: () =>
                  two.jobs.run('poll', { takes: 0, fails: false, n: 1 }, { key: `fast-${index}` }),
                next: () => void count++,
              },
            ] as const,
        ),
      }).subscribe();
      await delay(5000);
      subscription.unsubscribe();
      const took = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      return `${(count / took).toFixed()} jobs/s, ${((user + system) / count).toFixed()} µs of this process's CPU a job`;
    };
    console.log(`500 keys as fast as they come: ${await speed()}`);
  } finally {
    await two.close();
  }
}

try {
  for (const backEnd of ['redis', 'postgres'] as const) if (backEnd.includes(options.on)) await play(backEnd);
} catch (error) {
  console.error(`faults:bullmq: ${(error as Error).message}`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
