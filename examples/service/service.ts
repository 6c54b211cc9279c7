import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Subject, takeUntil } from 'rxjs';
import { smartPoll, TaskStates, watchdog, type Task, type TaskContext } from 'rxjs-smartpoll';
import { telemetry } from 'rxjs-smartpoll/opentelemetry';

/** What a service is made of. */
export interface ServiceOptions {
  /** Where prices are asked for, each as `URL/SYMBOL`. */
  url: string;
  symbols: readonly string[];
  /** Keeps a price, in a turn of its own. */
  store(symbol: string, price: number): Promise<void>;
  /** How often each price is asked for, in milliseconds. */
  every: number;
  /** How long a turn may take, in milliseconds; beyond it the service says that it is not alive. */
  turnLimit: number;
  /** How long `stop` waits for what runs, in milliseconds. */
  deadline: number;
  /** Where it listens; 0 for any free port. */
  port: number;
  /** Told what keeps it from polling. */
  warn?(message: string): void;
}

/** A service that runs. */
export interface Service {
  readonly url: string;
  /** Lets what runs come to its end, for as long as `deadline` allows; `'cut off'` if that was too short. */
  stop(): Promise<'drained' | 'cut off'>;
}

/** Polls prices, and serves them, with what a container platform asks for. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { symbols, every, turnLimit, deadline, warn = console.warn } = options;
  const prices = new Map<string, number>();
  const states = new TaskStates<string>(symbols);
  const drain$ = new Subject<void>();

  const price: Task<string, number, string> = {
    // All begin within one period, each at a time of its own, or they would all be due at once for ever.
    startDue: () => Math.random() * every,
    repeatDue: every,
    retryDue: every,
    timeout: 10_000,
    project: ({ key, signal }: TaskContext<string>) => ask(`${options.url}/${key}`, signal),
    async next(value, loop) {
      await options.store(loop.key, value);
      prices.set(loop.key, value);
    },
  };
  const config = {
    entries: symbols.map((symbol) => [symbol, price] as const),
    concurrent: 10,
    drain: drain$,
    monitor: [
      states,
      watchdog<string>({ turn: turnLimit, stage: 60_000, report: ({ message }) => warn(message) }),
    ],
  };

  const cutOff$ = new Subject<void>();
  const over = new Promise<void>((resolve) => {
    smartPoll(telemetry(config, { name: 'prices', taskName: (symbol) => symbol }))
      .pipe(takeUntil(cutOff$))
      .subscribe({
        complete: resolve,
        error(error: unknown) {
          warn(String(error));
          resolve();
        },
      });
  });

  const pages: Record<string, () => { ok: boolean; body: unknown }> = {
    // Start it anew if this fails: a turn hangs, or the loop has ended.
    '/live': () => {
      const { status, turn } = states.snapshot();
      const hangs = turn !== undefined && Date.now() - turn.since.getTime() > turnLimit;
      return { ok: status === 'running' && !hangs, body: { status, turn } };
    },
    // Send it requests only while this holds.
    '/ready': () => {
      const missing = symbols.filter((symbol) => !prices.has(symbol));
      return { ok: missing.length === 0 && !states.snapshot().draining, body: { missing } };
    },
    // All there is to know, for people.
    '/health': () => ({ ok: true, body: states.snapshot() }),
    '/prices': () => ({ ok: true, body: Object.fromEntries(prices) }),
  };
  const server = createServer(({ url = '' }, response) => answer(response, pages[url]?.()));
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      let end: 'drained' | 'cut off' = 'drained';
      const late = setTimeout(() => {
        end = 'cut off';
        cutOff$.next();
      }, deadline);
      drain$.next();
      await over;
      clearTimeout(late);
      await new Promise((resolve) => server.close(resolve).closeIdleConnections());
      return end;
    },
  };
}

async function ask(url: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Number(await response.text());
}

function answer(response: ServerResponse, page: { ok: boolean; body: unknown } | undefined): void {
  const status = page === undefined ? 404 : page.ok ? 200 : 503;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(page?.body ?? null));
}
