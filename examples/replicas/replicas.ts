import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Wire } from '../../faults/wire.js';
import type { Report, ServiceOptions } from './service.js';

const service = fileURLToPath(new URL('service.mjs', import.meta.url));

/** A replica as the page shows it. */
export interface ReplicaState {
  readonly name: string;
  status: 'running' | 'stopped' | 'cut off' | 'ending' | 'gone';
  token: number | undefined;
  polls: number;
  accepted: number;
  refused: number;
  price: number | undefined;
}

/** One replica: its process, which is started again when it has ended, and its wire to Redis. */
export class Replica {
  readonly state: ReplicaState;
  private process: ChildProcess | undefined;
  private wire: Wire | undefined;

  constructor(
    name: string,
    private readonly options: ServiceOptions,
    private readonly log: (line: string) => void,
  ) {
    this.state = {
      name,
      status: 'gone',
      token: undefined,
      polls: 0,
      accepted: 0,
      refused: 0,
      price: undefined,
    };
  }

  async start(): Promise<void> {
    this.wire = await Wire.to(this.options.leasePort);
    const options: ServiceOptions = { ...this.options, leasePort: this.wire.port };
    this.process = fork(service, [JSON.stringify(options)], { execArgv: ['--enable-source-maps'] });
    this.state.status = 'running';
    this.process.on('message', (report: Report) => this.take(report));
    this.process.on('exit', () => {
      this.wire?.close();
      this.state.status = 'gone';
      this.state.token = undefined;
      this.log(`${this.state.name} is gone`);
    });
  }

  kill(): void {
    this.process?.kill('SIGKILL');
  }

  /** Lets it end in good order. */
  end(): void {
    this.state.status = 'ending';
    this.process?.kill('SIGTERM');
  }

  stop(): void {
    this.change('stopped', () => this.process?.kill('SIGSTOP'));
  }

  cut(): void {
    this.change('cut off', () => this.wire?.cut());
  }

  /** Undoes `stop` and `cut`. */
  goOn(): void {
    if (this.state.status === 'gone') return void this.start();
    this.change('running', () => {
      this.wire?.mend();
      this.process?.kill('SIGCONT');
    });
  }

  private change(status: ReplicaState['status'], how: () => void): void {
    how();
    this.state.status = status;
    this.log(`${this.state.name} is ${status}`);
  }

  private take(report: Report): void {
    const { state } = this;
    if (report.type === 'poll') state.polls++;
    else if (report.type === 'lease') {
      if (report.token !== undefined) this.log(`${state.name} leads, with token ${report.token}`);
      else if (state.token !== undefined) this.log(`${state.name} leads no more`);
      state.token = report.token;
    } else {
      state.price = report.price;
      if (report.accepted) state.accepted++;
      else {
        state.refused++;
        this.log(`${state.name}: a write of an older token was refused`);
      }
    }
  }
}
