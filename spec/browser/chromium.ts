import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from '../../examples/angular/e2e/find-chromium.js';

const FLAGS =
  '--headless=new --remote-debugging-pipe --no-sandbox --disable-gpu --disable-quic --no-first-run ' +
  '--disable-background-networking --disable-component-update --disable-sync';

/** Commands of the DevTools protocol. */
export type Send = (method: string, params?: object) => Promise<any>;

/**
 * Chromium, driven through the DevTools protocol itself: test tools that emulate focus keep tabs from being hidden and
 * from freezing, and say nothing of it.
 */
export interface Chromium {
  readonly send: Send;
  /** Opens a tab and shows it; in a window of its own, if wanted. */
  open(url: string, newWindow?: boolean): Promise<Tab>;
  close(): Promise<void>;
}

export class Tab {
  constructor(
    readonly id: string,
    private readonly browser: Send,
    readonly send: Send,
  ) {}

  /** The value of an expression in the page, awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }

  async show(): Promise<void> {
    await this.browser('Target.activateTarget', { targetId: this.id });
  }

  async navigate(url: string): Promise<void> {
    await this.send('Page.navigate', { url });
  }

  async setFrozen(frozen: boolean): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: frozen ? 'frozen' : 'active' });
  }

  /** Ends its process; the answer never comes. */
  crash(): void {
    this.send('Page.crash').catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.browser('Target.closeTarget', { targetId: this.id });
  }
}

export async function startChromium(): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-chromium-'));
  const browser = spawn(findChromium(), [...FLAGS.split(' '), `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => browser.once('exit', () => resolve()));
  const [input, output] = [browser.stdio[3] as Writable, browser.stdio[4] as unknown as Readable];
  const answers = new Map<number, { resolve(result: any): void; reject(error: Error): void }>();
  let count = 0;
  let rest = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop()!;
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      if (error) answers.get(id)?.reject(new Error(error.message));
      else answers.get(id)?.resolve(result);
      answers.delete(id);
    }
  });
  const sendTo =
    (sessionId?: string): Send =>
    (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++count;
        answers.set(id, { resolve, reject });
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
  const send = sendTo();
  return {
    send,
    async open(url, newWindow = false) {
      const { targetId } = await send('Target.createTarget', { url, newWindow });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const tab = new Tab(targetId, send, sendTo(sessionId));
      await tab.show();
      return tab;
    },
    async close() {
      send('Browser.close').catch(() => undefined);
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
