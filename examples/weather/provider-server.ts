import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fate } from './faults.js';
import { listen, type Listening } from './listen.js';
import { observation } from './observations.js';
import type { Provider } from './providers.js';
import { rateLimit } from './rate-limit.js';

/** Serves what a provider knows, as such services do: slowly, within a rate limit, and not always. */
export function startProvider(provider: Provider, port: number, nextFate: () => Fate): Promise<Listening> {
  const start = performance.now();
  const refusedFor = rateLimit(provider.every);
  const [shortest, longest] = provider.latency;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url !== provider.path) return send(response, 404, { error: `only ${provider.path} is here` });
    const wait = refusedFor(performance.now());
    if (wait > 0) {
      response.setHeader('Retry-After', Math.ceil(wait / 1000));
      return send(response, 429, { error: 'too many requests' });
    }
    const fate = nextFate();
    await delay(shortest + fate.delay * (longest - shortest));
    if (fate.fault === 'drop') return void request.socket.destroy();
    if (fate.fault === 'error') return send(response, 500, { error: 'something broke' });
    const body = JSON.stringify(provider.answer(observation(performance.now() - start, provider.hours)));
    send(response, 200, fate.fault === 'truncate' ? body.slice(0, body.length / 2) : body);
  };
  const server = createServer((request, response) => void answer(request, response));
  return listen(server, port);
}

/** A string is sent as it is. */
function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
