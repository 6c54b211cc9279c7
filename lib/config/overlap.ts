/**
 * What becomes of a tick of a key that still runs (5.5), in RxJS's words:
 *
 * - `'latch'` (default): the key starts once, right after its last turn, however often it came due.
 * - `'exhaust'`: the tick is dropped.
 * - `'concat'`: ticks are counted and played one after the other.
 * - `'switch'`: the running first stage is cancelled, and the key starts.
 * - `'merge'`: the key starts; any number run at once.
 *
 * Ticks are looked at between two turns: a key whose run ends with the turn counts as not running.
 * Latched and dropped ticks are told to the `monitor`.
 */
export type Overlap = 'latch' | 'exhaust' | 'concat' | 'switch' | 'merge';
