import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface RedisServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Redis in memory, on a free port of this machine; `stop` ends it by its process id. */
export async function startRedis(): Promise<RedisServer> {
  const program = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => existsSync(file));
  if (program === undefined) throw new Error('redis-server is missing: apt-get install -y redis-server');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
  const args = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const server = spawn(program, args, { stdio: 'ignore' });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  for (let tries = 0; !(await listens(port)); tries++) {
    if (tries > 200 || server.exitCode !== null) throw new Error(`redis-server does not listen on ${port}`);
    await delay(50);
  }
  return {
    port,
    async stop() {
      server.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).then((open) => (socket.destroy(), open as boolean));
}
