import type { Emit } from '../config/loop-event.js';
import type { Clock } from '../time/clock.js';
import { isAhead, type Instant } from '../time/instant.js';
import type { Key } from './key.js';

/** A gate that may still be shut. */
interface PastGate {
  /** The clock of its run: it goes on, but has another origin than others. */
  readonly clock: Clock;
  /** The last start, on the line. */
  readonly start: number | undefined;
  readonly spaced: number | undefined;
  readonly hold: Instant | undefined;
}

/**
 * When keys with a `minInterval` last started, and until when keys are held, for as long as that matters: past `remove`
 * and `add` of a key, and from one run of a `smartPoll()` to the next (5.11, 5.14).
 */
export class PastGates {
  private readonly gates = new Map<unknown, PastGate>();
  private sweepAt = 1_000;

  /** Remembers the gate of `key`, if it still matters, when `key` is removed or its run is over. */
  keep({ key, task: { minInterval }, active }: Key, clock: Clock): void {
    const gate = active?.gate;
    if (gate === undefined) return;
    const { spaced } = gate;
    const start = spaced === undefined || minInterval === undefined ? undefined : spaced - minInterval;
    const hold = gate.hold?.due === Infinity ? undefined : gate.hold;
    const known = this.gates.get(key);
    // A task without a `minInterval` does not make that of another one forgotten.
    const past = start === undefined && known ? { ...known, hold } : { clock, start, spaced, hold };
    if (isOver(past)) return;
    this.gates.set(key, past);
    if (this.gates.size < this.sweepAt) return;
    for (const [other, past] of this.gates) if (isOver(past)) this.gates.delete(other);
    this.sweepAt = Math.max(1_000, 2 * this.gates.size);
  }

  /** Makes `key`, which is new, wait for the end of its `minInterval`, and of a hold. */
  apply(key: Key, clock: Clock, emit: Emit | undefined): void {
    const past = this.gates.size > 0 ? this.gates.get(key.key) : undefined;
    if (past === undefined) return;
    this.gates.delete(key.key);
    const { start, spaced, hold } = past;
    const { minInterval } = key.task;
    const now = past.clock.passed();
    const onLine = (instant: number): number => clock.line() + instant - now;
    if (start !== undefined && now < spaced!) {
      if (minInterval !== undefined) key.gate.spaced = onLine(start + minInterval);
      // It matters to a later task of the key.
      else this.gates.set(key.key, { clock, start: onLine(start), spaced: onLine(spaced!), hold: undefined });
    }
    if (hold === undefined || !isAhead(hold, past.clock)) return;
    key.gate.hold = hold.absolute ? hold : { due: onLine(hold.due), absolute: false };
    emit?.({ type: 'hold', key: key.key, until: key.dateOf(key.gate.hold) });
  }
}

const isOver = ({ clock, spaced = -Infinity, hold }: PastGate): boolean =>
  !isAhead({ due: spaced, absolute: false }, clock) && !(hold !== undefined && isAhead(hold, clock));
