import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on 127.0.0.1 that accepts connections. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts `server` on that port, or on a free one for 0; rejects with a sentence where it cannot. */
export function listen(server: Server, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(explain(error, port))));
    server.listen(port, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise<void>((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') return `port ${port} is in use (try another --port)`;
  if (error.code === 'EACCES') return `port ${port} needs privileges (try a --port above 1023)`;
  return `port ${port}: ${error.message}`;
}
