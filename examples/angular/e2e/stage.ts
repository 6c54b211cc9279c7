import { providerNames, type ProviderName } from '../../weather/providers.js';
import { startSink, type Sink } from '../../weather/sink.js';
import { startWebServer } from '../server/web-server.js';
import { Provider } from './provider.js';

/** The application on a server of its own, with providers that do what a test wants. */
export interface Stage {
  readonly url: string;
  readonly providers: Readonly<Record<ProviderName, Provider>>;
  readonly sink: Sink;
  /** All is well again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startStage(dist: string): Promise<Stage> {
  const providers = {
    cirrus: new Provider('cirrus'),
    nimbus: new Provider('nimbus'),
    stratus: new Provider('stratus'),
  };
  const reset = async (): Promise<void> => {
    for (const name of providerNames) await providers[name].reset();
  };
  await reset();
  const sink = await startSink(0);
  const targets = Object.fromEntries(providerNames.map((name) => [name, providers[name].url]));
  const web = await startWebServer(dist, { ...targets, aggregate: sink.url }, 0);
  return {
    url: web.url,
    providers,
    sink,
    reset,
    async close() {
      await web.close();
      for (const name of providerNames) await providers[name].kill();
      await sink.close();
    },
  };
}
