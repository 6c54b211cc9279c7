const { addEventHandler, run } = require('@jest/globals');

let passed = 0;
addEventHandler((event) => {
  if (event.name === 'test_done' && event.test.errors.length > 0) {
    const [error] = event.test.errors.flat();
    process.stdout.write(`${event.test.parent.name} > ${event.test.name}\n${error?.stack ?? error}\n`);
    process.exit(1);
  }
  if (event.name === 'test_done') passed++;
  if (process.env.TIMES && event.name === 'test_done' && event.test.duration > 300)
    process.stdout.write(`${event.test.duration} ms ${event.test.parent.name} > ${event.test.name}\n`);
});
run().then(({ unhandledErrors }) => {
  if (unhandledErrors.length > 0) process.stdout.write(`${unhandledErrors}\n`);
  process.stdout.write(`${passed} passed\n`);
  process.exit(unhandledErrors.length > 0 ? 1 : 0);
});
