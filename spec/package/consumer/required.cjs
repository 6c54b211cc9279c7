const use = require('./use.cjs');
const useEntries = require('./use-entries.cjs');

/** The same as `esm.mjs`. */
module.exports = async function useRequired() {
  const rxjs = require('rxjs');
  const main = require('rxjs-smartpoll');
  await use(rxjs, main, require('rxjs-smartpoll/timeline'));
  await useEntries(rxjs, main, {
    bullmq: require('rxjs-smartpoll/bullmq'),
    devtools: require('rxjs-smartpoll/devtools'),
    lease: require('rxjs-smartpoll/lease'),
    opentelemetry: require('rxjs-smartpoll/opentelemetry'),
    tabs: require('rxjs-smartpoll/tabs'),
  });
};
