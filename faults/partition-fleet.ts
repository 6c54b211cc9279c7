import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Redis } from 'ioredis';
import type { PartitionMemberOptions, PartitionMessage } from './partition-member.js';
import { Wire } from './wire.js';

const program = fileURLToPath(new URL('partition-member.mjs', import.meta.url));

/** A process that polls the keys of some partitions. */
export interface PartitionMember {
  readonly name: string;
  readonly process: ChildProcess;
  /** Its way to leases and rows. */
  readonly wire: Wire;
}

/** Several members, and when each key was polled. */
export class PartitionFleet {
  readonly refused = { rows: 0, poll: 0 };
  readonly unhandled: string[] = [];
  private readonly members = new Map<string, PartitionMember>();
  private started = 0;

  /**
   * @param sink - of what is written to
   * @param keys - how many keys there are
   */
  constructor(
    private readonly options: Omit<PartitionMemberOptions, 'name'>,
    private readonly sink: Redis,
    private readonly keys: number,
  ) {}

  get ttl(): number {
    return this.options.ttl;
  }

  /** Starts as many as there are to be. */
  async fill(count: number): Promise<void> {
    while (this.members.size < count) await this.start();
  }

  /** Some of them, each another. */
  some(count: number): PartitionMember[] {
    const all = [...this.members.values()].map((member) => ({ member, by: Math.random() }));
    return all
      .sort((a, b) => a.by - b.by)
      .slice(0, count)
      .map(({ member }) => member);
  }

  /** Resolves when each key has been polled, from now on. */
  async allPolled(within: number): Promise<void> {
    const [seconds, microseconds] = await this.sink.time();
    const now = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    const end = performance.now() + within;
    for (;;) {
      const polled = await this.sink.zcount('polled', now, '+inf');
      if (polled === this.keys) return;
      if (performance.now() > end)
        throw new Error(`${this.keys - polled} keys were not polled within ${within} ms`);
      await sleep(50);
    }
  }

  /** The longest time from one poll of a key to its next one, while something happens, in milliseconds. */
  async longestGap(happens: () => Promise<unknown>, within: number): Promise<number> {
    await this.sink.del('gap');
    await happens();
    await this.allPolled(within);
    return Number(await this.sink.get('gap'));
  }

  async gone({ process: child }: PartitionMember): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => child.once('exit', resolve));
    }
  }

  async stop(): Promise<void> {
    const all = [...this.members.values()];
    for (const { process: child } of all) child.kill('SIGKILL');
    await Promise.all(all.map((member) => this.gone(member)));
  }

  async start(): Promise<void> {
    const name = `member-${++this.started}`;
    const wire = await Wire.to(this.options.redisPort);
    const options: PartitionMemberOptions = { ...this.options, name, redisPort: wire.port };
    const child = fork(program, [JSON.stringify(options)], { execArgv: ['--enable-source-maps'] });
    this.members.set(name, { name, process: child, wire });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    void ended.then(() => {
      wire.close();
      this.members.delete(name);
    });
    const isUp = new Promise<void>((resolve) => {
      child.on('message', (message: PartitionMessage) => {
        if (message.type === 'up') resolve();
        else if (message.type === 'refused') this.refused[message.what]++;
        else this.unhandled.push(`${name}: ${message.error}`);
      });
    });
    await Promise.race([isUp, ended]);
  }
}
