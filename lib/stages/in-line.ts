import type { CountedTick } from './counted-tick.js';
import type { KeyedTask } from './keyed-task.js';

/** What stands in line to start: a ready key itself, or a counted tick of one. It gets its stage as it starts. */
export type InLine<K> = KeyedTask<K> | CountedTick<K>;
