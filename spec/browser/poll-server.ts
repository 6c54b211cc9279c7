import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A poll, as the server saw it. */
export interface Poll {
  readonly tab: string;
  readonly at: number;
}

export type PollServer = Awaited<ReturnType<typeof startPollServer>>;

/** Serves the page, and counts who polls. */
export async function startPollServer(script: string) {
  const polls: Poll[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/poll') {
      polls.push({ tab: searchParams.get('tab') ?? '', at: performance.now() });
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      response.end(String(polls.length));
    } else if (pathname === '/page.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    } else {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><title>tab</title><script type="module" src="/page.js"></script>');
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    polls,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
