import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startService, type Service, type ServiceOptions } from '../../examples/service/service.js';

/** What the exchange does with a request. */
let respond: () => Promise<void> | undefined;
let asked: string[];
let exchange: Server;
let warnings: string[];
let service: Service | undefined;

beforeEach(async () => {
  asked = [];
  warnings = [];
  respond = () => undefined;
  exchange = createServer((request, response) => {
    asked.push(request.url ?? '');
    void (respond() ?? Promise.resolve()).then(() => response.end('42'));
  });
  await new Promise<void>((resolve) => exchange.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await service?.stop();
  exchange.closeAllConnections();
  await new Promise((resolve) => exchange.close(resolve));
});

const start = async (options: Partial<ServiceOptions> = {}): Promise<Service> =>
  (service = await startService({
    url: `http://127.0.0.1:${(exchange.address() as AddressInfo).port}`,
    symbols: ['A', 'B'],
    store: () => Promise.resolve(),
    every: 20,
    turnLimit: 50,
    deadline: 50,
    port: 0,
    warn: (message) => warnings.push(message),
    ...options,
  }));
const probe = async (page: string) => {
  const response = await fetch(`${service!.url}/${page}`);
  return { status: response.status, body: (await response.json()) as any };
};
/** Looks again and again until a page says so: how long that takes is of no matter. */
const until = async (page: string, status: number) => {
  for (;;) {
    const found = await probe(page);
    if (found.status === status) return found.body;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const hang = () => new Promise<void>(() => undefined);

describe('the service', () => {
  it('should be alive at once, and ready once it has all prices', async () => {
    let open: (() => void) | undefined;
    const answers = new Promise<void>((resolve) => (open = resolve));
    respond = () => answers;
    await start({ turnLimit: 10_000 });
    expect(await probe('live')).toEqual({ status: 200, body: { status: 'running' } });
    expect(await probe('ready')).toEqual({ status: 503, body: { missing: ['A', 'B'] } });
    open!();
    expect(await until('ready', 200)).toEqual({ missing: [] });
    expect((await probe('prices')).body).toEqual({ A: 42, B: 42 });
    expect((await probe('nothing')).status).toBe(404);
  });

  it('should say what each key is up to', async () => {
    await start({ turnLimit: 10_000 });
    await until('ready', 200);
    const { body } = await probe('health');
    expect(body).toMatchObject({ status: 'running', draining: false });
    expect(body.tasks.map(({ key, failures }: { key: string; failures: number }) => [key, failures])).toEqual(
      [
        ['A', 0],
        ['B', 0],
      ],
    );
  });

  it('should not be alive while a turn hangs, and still answer', async () => {
    await start({ store: hang });
    const { turn } = await until('live', 503);
    expect(turn).toMatchObject({ handler: 'next' });
    expect((await probe('health')).body.turn).toMatchObject({ handler: 'next' });
    expect(warnings[0]).toMatch(/^smartPoll: the next handler of task "[AB]" .* has been running for 0.05 s/);
  });

  it('should not be alive once the loop has failed', async () => {
    await start({ store: () => Promise.reject(new Error('no store')) });
    expect(await until('live', 503)).toEqual({ status: 'error' });
    expect(warnings).toEqual(['Error: no store']);
  });

  it('should finish what runs as it stops, and start nothing', async () => {
    const stored: string[] = [];
    let open: (() => void) | undefined;
    const answers = new Promise<void>((resolve) => (open = resolve));
    respond = () => answers;
    await start({ deadline: 10_000, store: (symbol) => (stored.push(symbol), Promise.resolve()) });
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const end = service!.stop();
    open!();
    expect(await end).toBe('drained');
    expect([asked.sort(), stored.sort()]).toEqual([
      ['/A', '/B'],
      ['A', 'B'],
    ]);
    service = undefined;
  });

  it('should be cut off at its deadline', async () => {
    respond = hang;
    await start();
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await service!.stop()).toBe('cut off');
    service = undefined;
  });
});
