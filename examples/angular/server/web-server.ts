import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listen, type Listening } from '../../weather/listen.js';
import { forward } from './forward.js';
import { staticFiles } from './static-files.js';

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

/**
 * Serves the built application on 127.0.0.1: its files, its pages, and under `/api/` what `targets` says, so that
 * a page finds all of it where it came from.
 *
 * @param dist - where the application was built
 * @param targets - the address behind each name under `/api/`
 */
export async function startWebServer(
  dist: string,
  targets: Readonly<Record<string, string>>,
  port: number,
): Promise<Listening> {
  const file = pathToFileURL(join(dist, 'server/server.mjs')).href;
  const { reqHandler } = (await import(file)) as { reqHandler: Handler };
  const sendFile = staticFiles(join(dist, 'browser'));

  const server = createServer((request, response) => {
    const name = /^\/api\/(\w+)$/.exec(request.url ?? '')?.[1];
    const target = name !== undefined && Object.hasOwn(targets, name) ? targets[name] : undefined;
    if (target !== undefined) return forward(request, response, target);
    if (sendFile(request, response)) return;
    reqHandler(request, response, (error) => {
      if (error !== undefined) console.error(error);
      if (!response.headersSent) response.writeHead(error === undefined ? 404 : 500);
      response.end();
    });
  });
  return listen(server, port);
}
