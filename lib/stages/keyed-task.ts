import type { Task } from '../config/task.js';
import { KeySchedule, type ScheduleHost } from '../schedule/key-schedule.js';
import type { CountedTick } from './counted-tick.js';
import { Fifo } from './fifo.js';
import { Mailbox } from './mailbox.js';
import type { Stage } from './stage.js';

/** A key of a run: its schedule, its task, and, once it was ready, what runs. */
export class KeyedTask<K = unknown> extends KeySchedule<K> {
  /** It is ready, and stands in line to start. */
  inLine = false;
  /** It was removed, and is here only because it still runs (5.6). */
  removed = false;
  /** What there is of `runs`; idle keys do without. */
  existingRuns: Runs<K> | undefined = undefined;

  constructor(
    key: K,
    readonly task: Task<K>,
    host: ScheduleHost<KeyedTask<K>>,
  ) {
    super(key, host);
  }

  get runs(): Runs<K> {
    return (this.existingRuns ??= new Runs());
  }

  /** The how-manieth tick of the run its readiness is. */
  get tick(): number {
    return this.order;
  }

  get isRunning(): boolean {
    return this.existingRuns !== undefined && this.existingRuns.live.length > 0;
  }

  /** Takes over what still runs of a removed predecessor of the same key (5.6). */
  succeed({ runs: { live } }: KeyedTask<K>): void {
    this.runs.live = live;
    for (const stage of live) stage.keyed = this;
  }
}

/** What a key that was ready once needs beyond its schedule. */
export class Runs<K> {
  /** Started, and not over: the first stage goes on, or turns that it caused. */
  live: Stage<K>[] = [];
  /** A tick waits for the end of the run (`'latch'`). */
  latched = false;
  /** Counted ticks (`'concat'`), and the first of them once nothing runs. */
  readonly backlog = new Fifo<CountedTick<K>>();
  replay: CountedTick<K> | undefined = undefined;
  /** Errors since the last value (4.9). */
  failures = 0;
  /** How many calls set or cleared the schedule (1.10). */
  calls = 0;
  readonly mailbox = new Mailbox();
}
