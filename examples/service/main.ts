// Runs the service beside a server that makes up prices: npm run start:service -- [--port N] [--for SECONDS]
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startService } from './service.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    for: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`Usage: npm run start:service -- [options]

A service that polls prices, beside a server on 127.0.0.1 that makes them up;
it prints where its pages are. SIGTERM ends it in good order, as Ctrl-C does.

  --port PORT      the port of its pages on 127.0.0.1 (default: a free one)
  --for SECONDS    ends after so many seconds, and prints what its pages said
  --help           print this`);
  process.exit();
}

/** Each price moves a little each time, and one answer in ten is an error. */
const exchange = createServer((_, response) => {
  const fails = Math.random() < 0.1;
  setTimeout(() => response.writeHead(fails ? 503 : 200).end(String(100 + Math.random())), 50);
});
await new Promise<void>((resolve) => exchange.listen(0, '127.0.0.1', resolve));

const service = await startService({
  url: `http://127.0.0.1:${(exchange.address() as AddressInfo).port}`,
  symbols: ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'],
  store: () => delay(5),
  every: 1_000,
  turnLimit: 5_000,
  deadline: 10_000,
  port: Number(values.port),
});
for (const page of ['live', 'ready', 'health', 'prices']) console.log(`${service.url}/${page}`);

const stop = async (): Promise<void> => {
  console.log(await service.stop());
  exchange.close();
  exchange.closeAllConnections();
  process.exit();
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

if (values.for !== undefined) {
  await delay(Number(values.for) * 1_000);
  for (const page of ['live', 'ready', 'prices']) {
    const response = await fetch(`${service.url}/${page}`);
    console.log(`${page}: ${response.status} ${await response.text()}`);
  }
  process.kill(process.pid, 'SIGTERM');
}
