import { Fifo } from '../work/fifo.js';
import { Mailbox } from '../work/pending-turn.js';
import type { CountedTick, TickOwner } from './counted-tick.js';
import type { Gate } from './gate.js';

/** What a key needs beyond its schedule once it has been ready. */
export class Activity<O extends TickOwner, R> {
  /** Runs of its task that are not over: their first stages go on, or turns that these caused. */
  runs: R[] = [];
  /** Ticks that `concat` has counted, and the one that is next once nothing is running. */
  readonly counted = new Fifo<CountedTick<O>>();
  head: CountedTick<O> | undefined = undefined;
  /** How many calls have set or cleared the schedule, and how many of them led to the present one (1.10). */
  calls = 0;
  callsForDue = 0;
  /** The gate that can keep it from starting, once there was a need for one (5.11, 5.14). */
  gate: Gate | undefined = undefined;
  /** When it became ready, for `ageing` (5.16). */
  since = 0;
  removed = false;
  /** Where its turns wait. */
  readonly mailbox = new Mailbox();

  /** @param failures - errors since the last value (4.9) */
  constructor(public failures: number) {}
}
