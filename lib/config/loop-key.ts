/**
 * The keys of a loop: the names of `tasks`, which are strings even where they look like numbers, and
 * the keys of `entries`. Where it stands, neither is inferred: an annotated `Hook` adds no keys.
 */
export type LoopKey<V, K> = NoInfer<`${keyof V & (string | number)}` | K>;
