// What the tests import from '@jest/globals', put together without Jest's runner: one process, one bundle.
const circus = require('jest-circus');
const { jestExpect } = require('@jest/expect');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const config = { fakeTimers: {}, rootDir: process.cwd(), testMatch: [] };
const timers = new ModernFakeTimers({ config, global: globalThis });
const mocker = new ModuleMocker(globalThis);
const jest = { setTimeout() {} };
for (const name of ['fn', 'spyOn', 'restoreAllMocks']) jest[name] = mocker[name].bind(mocker);
for (const name of ['useFakeTimers', 'useRealTimers', 'advanceTimersByTime', 'advanceTimersByTimeAsync'])
  jest[name] = timers[name].bind(timers);
for (const name of ['getTimerCount', 'setSystemTime', 'runAllTimersAsync', 'runAllTimers'])
  jest[name] = timers[name].bind(timers);

module.exports = { ...circus, expect: jestExpect, jest };
