// Runs a test file as Jest does, and lets go of its AsyncLocalStorage, which Jest leaves enabled: up to Node.js 22 each
// one that is enabled is looked at for each Promise of the process, which takes 40 µs after a hundred test files.
const { AsyncLocalStorage } = require('node:async_hooks');
const { default: runFile } = require('jest-circus/runner');

module.exports = async (...args) => {
  const { run } = AsyncLocalStorage.prototype;
  const used = new Set();
  AsyncLocalStorage.prototype.run = function (...args) {
    used.add(this);
    return run.apply(this, args);
  };
  try {
    return await runFile(...args);
  } finally {
    AsyncLocalStorage.prototype.run = run;
    for (const storage of used) storage.disable();
  }
};
