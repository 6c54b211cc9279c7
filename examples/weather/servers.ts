import { seededFates } from './faults.js';
import { listen, type Listening } from './listen.js';
import type { Options } from './options.js';
import { startProvider } from './provider-server.js';
import { providerNames, providers, type ProviderName } from './providers.js';
import { startSink, type Sink } from './sink.js';
import { createServer } from 'node:http';

/** A server, or why there is none. */
export type Started<T extends Listening = Listening> = T | { readonly problem: string };

/** All that the example needs to be there; what could not be started is told, and the rest is there. */
export interface Servers {
  readonly providers: Readonly<Record<ProviderName, Started>>;
  readonly sink: Started<Sink>;
  close(): Promise<unknown>;
}

export async function startServers({ port, seed, faults, down }: Options): Promise<Servers> {
  const next = (offset: number): number => port && port + offset;
  const sink = await attempt(startSink(port));
  const started = {} as Record<ProviderName, Started>;
  for (const [index, name] of providerNames.entries()) {
    const at = next(index + 1);
    const fates = seededFates(seed + index, faults);
    started[name] = down.includes(name)
      ? await attempt(startNothing(at))
      : await attempt(startProvider(providers[name], at, fates));
  }
  const listening = [sink, ...Object.values(started)].filter((server) => 'url' in server);
  return { providers: started, sink, close: () => Promise.all(listening.map((server) => server.close())) };
}

async function attempt<T extends Listening>(server: Promise<T>): Promise<Started<T>> {
  return server.catch((error: unknown) => ({ problem: (error as Error).message }));
}

/** An address where nobody is. */
async function startNothing(port: number): Promise<Listening> {
  const server = await listen(createServer(), port);
  await server.close();
  return { url: server.url, close: () => Promise.resolve() };
}
