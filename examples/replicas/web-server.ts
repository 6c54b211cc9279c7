import { createServer, type Server } from 'node:http';
import page from './page.html';

/** Serves the page, what it shows (`/events`), what its buttons do, and the price that is polled. */
export async function serve(
  port: number,
  state: () => unknown,
  actions: Record<string, () => void>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    if (url === '/price') {
      // A price takes its time.
      setTimeout(() => response.end((100 + 5 * Math.sin(Date.now() / 5_000)).toFixed(2)), 300);
    } else if (url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const send = (): void => void response.write(`data: ${JSON.stringify(state())}\n\n`);
      send();
      const timer = setInterval(send, 200);
      response.on('close', () => clearInterval(timer));
    } else if (method === 'POST' && Object.hasOwn(actions, url.slice(1))) {
      actions[url.slice(1)]!();
      response.writeHead(204).end();
    } else if (url === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return server;
}
