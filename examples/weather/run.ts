import {
  filter,
  fromEvent,
  lastValueFrom,
  merge,
  NEVER,
  share,
  skip,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { createBoard } from './board.js';
import { createForecast, type ForecastProvider } from './forecast.js';
import { askProvider, putAggregate } from './http.js';
import { keys } from './keys.js';
import { place } from './observations.js';
import type { Options } from './options.js';
import { providerNames, providers, type ProviderName } from './providers.js';
import { RequestError } from './request-error.js';
import { startServers, type Started } from './servers.js';
import { lineView, tableView } from './view.js';
import { summarize } from './summarize.js';

/** Runs the example to its end; returns the exit code. */
export async function run(options: Options): Promise<number> {
  const start = Date.now();
  const { stdin, stdout } = process;
  // Whoever reads the lines may go before this ends, which must not end in an error.
  stdout.on('error', () => {});
  const servers = await startServers(options);
  for (const name of providerNames)
    stdout.write(`${name.padEnd(7)} ${whereabouts(servers.providers[name], providers[name].path)}\n`);
  stdout.write(`publish ${whereabouts(servers.sink, '')}\n\n`);

  const board = createBoard();
  const heading = `${place}, an hour every 2 s:`;
  const legend = stdin.isTTY ? 'r refresh all sooner   q quit' : 'Ctrl-C stops';
  const view = stdout.isTTY
    ? tableView(stdout, board, start, heading, legend)
    : lineView(stdout, board, start);

  const pressed = keys(stdin).pipe(share());
  const refresh = pressed.pipe(
    filter((key) => key === 'r'),
    tap(() => view.say('refresh all as soon as each allows')),
  );
  const quit = merge(
    pressed.pipe(filter((key) => key === 'q' || key === '\x03')),
    fromEvent(process, 'SIGINT'),
    fromEvent(process, 'SIGTERM'),
    fromEvent(stdout, 'error'),
    options.for === undefined ? NEVER : timer(options.for),
  ).pipe(
    tap(() => view.say('stop, once what is under way is answered')),
    share(),
  );

  const forecast = createForecast({
    providers: mapProviders((name) => access(name, servers.providers[name], options.impatient)),
    put: (aggregate) => ('url' in servers.sink ? putAggregate(servers.sink.url, aggregate) : notThere),
    refresh,
    drain: quit,
    monitor: { next: board.event },
  });
  try {
    await lastValueFrom(
      forecast.pipe(
        tap((report) => (board.report(report), view.report(report))),
        takeUntil(quit.pipe(skip(1))), // once more: at once
      ),
      { defaultValue: undefined },
    );
    return 0;
  } catch (error) {
    view.say(`ended by an error: ${(error as Error).stack}`);
    return 1;
  } finally {
    view.close(summarize(board, Date.now() - start, 'url' in servers.sink ? servers.sink.count : undefined));
    await servers.close();
  }
}

/** How to ask a provider that is there, and what to say of one that is not. */
function access(name: ProviderName, server: Started, impatient: boolean): ForecastProvider {
  const provider = providers[name];
  return {
    ask: () => ('url' in server ? askProvider(server.url, provider) : notThere),
    minInterval: impatient ? provider.every / 4 : provider.every,
    maxInterval: impatient ? provider.every / 2 : provider.every * 4,
  };
}

const notThere = throwError(() => new RequestError('connection', 'not started'));

function whereabouts(server: Started, path: string): string {
  return 'url' in server ? `at ${server.url}${path}` : `not started: ${server.problem}; the rest goes on`;
}

function mapProviders<T>(value: (name: ProviderName) => T): Record<ProviderName, T> {
  return Object.fromEntries(providerNames.map((name) => [name, value(name)])) as Record<ProviderName, T>;
}
