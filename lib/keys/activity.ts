import { Fifo } from '../work/fifo.js';
import { Mailbox } from '../work/pending-turn.js';
import type { CountedTick, TickOwner } from './counted-tick.js';
import type { Gate } from './gate.js';

/** What a key that was ready once needs beyond its schedule. */
export class Activity<O extends TickOwner, R> {
  /** Runs of its task that are not over: the first stage goes on, or turns that it caused. */
  runs: R[] = [];
  /** Ticks that `concat` counted, and the one of them that is next once nothing runs. */
  readonly counted = new Fifo<CountedTick<O>>();
  head: CountedTick<O> | undefined = undefined;
  /** How many calls set or cleared the schedule, and how many of them led to the schedule that there is (1.10). */
  calls = 0;
  callsForDue = 0;
  /** What keeps it from starting, if anything ever did (5.11, 5.14). */
  gate: Gate | undefined = undefined;
  /** When it became ready, for `ageing` (5.16). */
  since = 0;
  removed = false;
  /** Where its turns wait. */
  readonly mailbox = new Mailbox();

  /** @param failures - errors since the last value (4.9) */
  constructor(public failures: number) {}
}
