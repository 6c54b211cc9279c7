const assert = require('node:assert/strict');

/** Uses what the entries export, however they were loaded. */
module.exports = async function use(
  { lastValueFrom, of, toArray },
  { AlreadyRunningError, poll, smartPoll },
  timeline,
) {
  const monitor = timeline.recordTimeline(100);
  const output = smartPoll({
    tasks: {
      a: {
        project: () => of(1),
        next: (value, loop) => {
          loop.schedule('b', 0);
          return [value];
        },
      },
      b: { project: async () => 2, next: (value) => [value] },
    },
    onRun: (loop) => loop.schedule('a', 1),
    monitor,
  });
  assert.deepEqual(await lastValueFrom(output.pipe(toArray())), [1, 2]);
  assert.match(timeline.renderTimeline(monitor.events), /^<svg/);

  let left = 3;
  const polled = of('x').pipe(
    poll(() => (--left > 0 ? 1 : null)),
    toArray(),
  );
  assert.deepEqual(await lastValueFrom(polled), ['x', 'x', 'x']);
  assert.ok(new AlreadyRunningError() instanceof Error);
};
