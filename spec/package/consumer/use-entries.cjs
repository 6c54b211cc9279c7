const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');

/** Uses the entries that need neither a store nor a browser to be called, however they were loaded. */
module.exports = async function useEntries(
  { firstValueFrom, from, lastValueFrom, of, take, toArray },
  { smartPoll },
  { bullmq, devtools, lease, opentelemetry, tabs },
) {
  const releases = [];
  const driver = { hold: async () => 7, release: async (id) => void releases.push(id) };
  const held$ = lease.lease(driver, { ttl: 1000 });
  const polls = lease.whileHeld(held$, ({ token, scheduler }) =>
    smartPoll({
      tasks: { a: { startDue: 0, repeatDue: 1, project: () => of(token), next: (value) => [value] } },
      scheduler,
    }),
  );
  assert.deepEqual(await lastValueFrom(polls.pipe(take(2), toArray())), [7, 7]);
  assert.equal(releases.length, 1);
  assert.throws(() => lease.redisLease({}, 'key'), TypeError);
  assert.throws(() => lease.pgLease({}, 'name'), TypeError);

  assert.equal(await firstValueFrom(from([1]).pipe(tabs.acrossTabs('consumer'))), 1);

  const events = Object.assign(new EventEmitter(), { close: async () => undefined });
  const queue = {
    name: 'polls',
    add: async (_, data, { jobId }) => {
      events.emit('completed', { jobId, returnvalue: data.n + 1 });
      return { id: jobId };
    },
    getJob: async () => undefined,
    remove: async () => 1,
  };
  const jobs = bullmq.remote(queue, { events: () => events });
  assert.equal(await lastValueFrom(jobs.run('add', { n: 1 })), 2);
  await jobs.close();
  const stopping = bullmq.stopJobs({ cancelJob: () => true }, () => events);
  await stopping.close();
  assert.equal(new bullmq.RemoteJobError('text', 'id', 'failed').reason, 'failed');

  const watched = opentelemetry.telemetry({
    tasks: { a: { startDue: 0, project: () => of(1), next: (value) => [value] } },
    monitor: devtools.performanceTracks(),
  });
  assert.equal(await lastValueFrom(smartPoll(watched)), 1);
  assert.equal(typeof devtools.defineSmartPollPanel, 'function');
};
