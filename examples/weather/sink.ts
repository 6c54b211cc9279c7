import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'PUT') {
      last = await text(request);
      count++;
      response.writeHead(204).end();
    } else {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(last);
    }
  };
  // A request that breaks off half way is nobody's failure but its sender's.
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const listening = await listen(server, port);
  return {
    ...listening,
    get count() {
      return count;
    },
  };
}
