import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/** Passes a request on to `target`, and its answer back; who goes away takes the request along. */
export function forward(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { host: _host, connection: _connection, ...headers } = request.headers;
  const upstream = ask(target, { method: request.method ?? 'GET', headers, agent: false }, (answer) => {
    const wait = answer.headers['retry-after'];
    response.writeHead(answer.statusCode ?? 502, {
      'Content-Type': answer.headers['content-type'] ?? 'text/plain',
      'Cache-Control': 'no-store',
      ...(wait && { 'Retry-After': wait }),
    });
    answer.on('error', () => response.destroy()).pipe(response);
  });
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'Cache-Control': 'no-store' }).end();
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}
