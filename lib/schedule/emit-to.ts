import type { Observer } from 'rxjs';
import type { Emit } from '../config/emit.js';
import type { LoopEvent } from '../config/loop-event.js';
import type { Clock } from './clock.js';

/** Tells a monitor, with the time; one that throws changes nothing (7.1). */
export function emitTo(monitor: Partial<Observer<LoopEvent>> | undefined, clock: Clock): Emit | undefined {
  if (monitor?.next === undefined) return undefined;
  return (event) => {
    try {
      monitor.next?.({ time: clock.now(), ...event });
    } catch {
      // It only watches.
    }
  };
}
