import type { LoopEvent } from './loop-event.js';

type WithoutTime<E> = E extends unknown ? Omit<E, 'time'> : never;

/** Tells the monitor; the time is added on the way. There is none without a monitor (7.1). */
export type Emit = (event: WithoutTime<LoopEvent>) => void;
