import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { providers, type ProviderName } from '../../weather/providers.js';
import * as units from '../../weather/units.js';

/** A provider that does what a test wants; its temperature is another one with each answer. */
export class Provider {
  /** How often it was asked. */
  requests = 0;
  /** How often who asked went away before the answer. */
  aborted = 0;
  /** Whether it answers only once this is false again. */
  hangs = false;
  /** How many more answers are 500. */
  broken = 0;

  private readonly held = new Set<() => void>();
  private server: Server | undefined;
  private port = 0;
  private answers = 0;

  constructor(private readonly name: ProviderName) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}${providers[this.name].path}`;
  }

  /** Is there, where it was before. */
  async start(): Promise<void> {
    if (this.server) return;
    const server = createServer((_, response) => void this.answer(response));
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(this.port, '127.0.0.1', resolve),
    );
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Is gone: nobody listens there any more. */
  async kill(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  /** Behaves again, and answers all that it has not. */
  async reset(): Promise<void> {
    this.hangs = false;
    this.broken = 0;
    for (const release of this.held) release();
    await this.start();
  }

  private async answer(response: ServerResponse): Promise<void> {
    this.requests++;
    response.on('close', () => {
      if (!response.writableFinished) this.aborted++;
    });
    await delay(providers[this.name].latency[0]);
    while (this.hangs && !response.destroyed) await this.release(response);
    const { answer } = providers[this.name];
    if (this.broken > 0) {
      this.broken--;
      response.writeHead(500).end();
      return;
    }
    const celsius = units.round(16 + 4 * Math.sin(this.answers++ / 2));
    const body = answer({ time: '2010-07-01T12:00', celsius, metresPerSecond: 3, hectopascals: 1017 });
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  }

  private release(response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const release = (): void => {
        this.held.delete(release);
        resolve();
      };
      this.held.add(release);
      response.once('close', release);
    });
  }
}
