import { fileURLToPath } from 'node:url';
import { parseOptions } from '../../weather/options.js';
import { providerNames, providers } from '../../weather/providers.js';
import { startServers, type Started } from '../../weather/servers.js';
import { startWebServer } from './web-server.js';

// This file is bundled into the folder of the built application.
const dist = fileURLToPath(new URL('.', import.meta.url));
const port = Number(process.env['PORT'] ?? 4200);
const services = await startServers(parseOptions(process.argv.slice(2)));

const address = (server: Started, path: string): string => {
  if ('url' in server) return server.url + path;
  throw new Error(`not started: ${server.problem}`);
};
const targets = Object.fromEntries([
  ...providerNames.map((name) => [name, address(services.providers[name], providers[name].path)] as const),
  ['aggregate', address(services.sink, '/')],
]);

try {
  const { url } = await startWebServer(dist, targets, port);
  console.log(`\nThe weather is at ${url} (Ctrl-C stops)`);
} catch (error) {
  console.error(`weather: ${(error as Error).message.replace('another --port', 'another PORT=…')}`);
  process.exit(1);
}
