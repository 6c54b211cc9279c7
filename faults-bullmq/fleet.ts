import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BackEnd } from './back-ends.js';

/** Two workers, in processes of their own. */
export class Fleet {
  private workers: ChildProcess[] = [];

  constructor(
    private readonly backEnd: BackEnd,
    private readonly port: number,
  ) {}

  start(): void {
    while (this.workers.length < 2) {
      const file = fileURLToPath(new URL('./worker.mjs', import.meta.url)); // Bundled beside this.
      this.workers.push(
        spawn(process.execPath, [file, this.backEnd, `${this.port}`], {
          stdio: ['ignore', 'ignore', 'inherit'],
        }),
      );
    }
  }

  any(): ChildProcess {
    return this.workers[Math.floor(Math.random() * this.workers.length)]!;
  }

  kill(worker: ChildProcess): void {
    worker.kill('SIGKILL');
    this.workers = this.workers.filter((it) => it !== worker);
  }

  killAll(): void {
    for (const worker of [...this.workers]) this.kill(worker);
  }
}
