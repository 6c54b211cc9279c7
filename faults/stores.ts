import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that was started here, on a free port of this machine, and is stopped by its process id. */
export interface Store {
  readonly port: number;
  /** Kills it, and starts it anew: without its data, where it keeps none. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Where a program is; else an error that says how to install it. */
function find(program: string, debianPackage: string, further: string[] = []): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...further];
  const found = folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(`${program} is missing: apt-get install -y ${debianPackage}`);
}

const postgresFolders = (): string[] =>
  existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
    : [];

/** Throws where a program is missing, and says how to install it. */
export function findAll(): void {
  find('redis-server', 'redis-server');
  find('postgres', 'postgresql', postgresFolders());
}

const temporary = (): string => mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));

/** Redis in memory alone: started again, it is empty. */
export async function startRedis(): Promise<Store> {
  const program = find('redis-server', 'redis-server');
  const port = await freePort();
  const folder = temporary();
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
  return serve(port, folder, () => spawn(program, args, { stdio: 'ignore' }));
}

/** PostgreSQL with a database `postgres` and a user `postgres` who needs no password. */
export async function startPostgres(): Promise<Store> {
  const program = find('postgres', 'postgresql', postgresFolders());
  const initdb = find('initdb', 'postgresql', postgresFolders());
  const port = await freePort();
  const folder = temporary();
  // PostgreSQL does not run as root.
  const user = process.getuid?.() === 0 ? postgresUser() : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(initdb, ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: folder,
    ...user,
  });
  const args = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-F'];
  return serve(port, folder, () => spawn(program, args, { stdio: 'ignore', cwd: folder, ...user }));
}

function postgresUser(): { uid: number; gid: number } {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function serve(port: number, folder: string, begin: () => ChildProcess): Promise<Store> {
  let server = begin();
  const ended = (child: ChildProcess): Promise<unknown> =>
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise((resolve) => child.once('exit', resolve));
  await isListening(port, server);
  return {
    port,
    async restart() {
      server.kill('SIGKILL');
      await ended(server);
      server = begin();
      await isListening(port, server);
    },
    async stop() {
      server.kill('SIGINT');
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isListening(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`${server.spawnfile} ended with ${server.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error(`${server.spawnfile} does not listen on ${port}`);
}
