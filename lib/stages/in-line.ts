import type { KeyedTask } from './keyed-task.js';
import type { Stage } from './stage.js';

/**
 * What stands in line to start: a ready key, or a counted tick of one. A key stands there itself and gets its
 * stage as it starts: 100,000 that are ready at once would hold as many (bench row "ticks").
 */
export type InLine<K> = KeyedTask<K> | Stage<K>;
