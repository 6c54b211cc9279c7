import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen, type Listening } from './listen.js';

/** A server that takes what is PUT to it; `GET` tells the last. */
export interface Sink extends Listening {
  /** How many were put. */
  readonly count: number;
}

export async function startSink(port: number): Promise<Sink> {
  let count = 0;
  let last = 'null';
  const server = createServer(async (request, response) => {
    if (request.method === 'PUT') {
      last = await text(request);
      count++;
      response.writeHead(204).end();
    } else {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(last);
    }
  });
  const listening = await listen(server, port);
  return {
    ...listening,
    get count() {
      return count;
    },
  };
}
