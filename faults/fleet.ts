import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Client } from './connect.js';
import type { Message, ReplicaOptions } from './replica.js';
import { Wire } from './wire.js';

const program = fileURLToPath(new URL('replica.mjs', import.meta.url));

/** A process that competes for the lease, and what it said. */
export interface Replica {
  readonly name: string;
  readonly process: ChildProcess;
  readonly wire: Wire;
}

/** A write that was accepted, in the order in which it is heard of here. */
interface Write {
  readonly at: number;
  readonly name: string;
}

/** Several replicas, and what they do. */
export class Fleet {
  /** Polls that were begun when the lease could be another's. */
  stalePolls = 0;
  polls = 0;
  refused = 0;
  readonly unhandled: string[] = [];
  readonly writes: Write[] = [];
  private readonly replicas = new Map<string, Replica>();
  private started = 0;
  private readonly listeners = new Set<(name: string, message: Message) => void>();

  constructor(
    private readonly clients: readonly Client[],
    private readonly leasePort: number,
    private readonly sinkPort: number,
    readonly ttl: number,
  ) {}

  async start(): Promise<void> {
    const client = this.clients[this.started % this.clients.length]!;
    const name = `${client}-${++this.started}`;
    const wire = await Wire.to(this.leasePort);
    const options: ReplicaOptions = {
      name,
      client,
      ttl: this.ttl,
      leasePort: wire.port,
      sinkPort: this.sinkPort,
    };
    const child = fork(program, [JSON.stringify(options)], { execArgv: ['--enable-source-maps'] });
    this.replicas.set(name, { name, process: child, wire });
    child.on('message', (message: Message) => this.hear(name, message));
    child.on('exit', () => {
      wire.close();
      this.replicas.delete(name);
    });
    await this.next((message, from) => message.type === 'up' && from === name, 60_000, `${name} is up`);
  }

  /** Starts as many as there are to be, and resolves when each of them competes. */
  async fill(count: number): Promise<void> {
    while (this.replicas.size < count) await this.start();
  }

  /** The next message that is this, and who said it. */
  async next(
    is: (message: Message, name: string) => boolean,
    within: number,
    what: string,
  ): Promise<Replica> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.listeners.delete(listener);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`${what}: not within ${within} ms`));
      }, within);
      const listener = (name: string, message: Message): void => {
        const replica = this.replicas.get(name);
        if (replica === undefined || !is(message, name)) return;
        done();
        resolve(replica);
      };
      this.listeners.add(listener);
    });
  }

  /** Who polls, right as a poll of it has begun. */
  leader(): Promise<Replica> {
    return this.next(({ type }) => type === 'poll', 4 * this.ttl + 5_000, 'somebody polls');
  }

  /** A write is accepted, of somebody else where a name is given. */
  accepted(within: number, but?: string): Promise<Replica> {
    return this.next(
      (message, name) => message.type === 'write' && message.accepted && name !== but,
      within,
      'a write is accepted',
    );
  }

  /** Somebody's process has ended. */
  async gone({ process: child }: Replica): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => child.once('exit', resolve));
    }
  }

  async stop(): Promise<void> {
    const all = [...this.replicas.values()];
    for (const { process: child, wire } of all) {
      wire.mend();
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await Promise.all(all.map((replica) => this.gone(replica)));
  }

  private hear(name: string, message: Message): void {
    if (message.type === 'poll') {
      this.polls++;
      if (message.left <= 0) this.stalePolls++;
    } else if (message.type === 'write') {
      if (message.accepted) this.writes.push({ at: performance.now(), name });
      else this.refused++;
    } else if (message.type === 'unhandled') this.unhandled.push(`${name}: ${message.error}`);
    for (const listener of this.listeners) listener(name, message);
  }
}
