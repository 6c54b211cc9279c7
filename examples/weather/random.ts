/** A deterministic random source: numbers from 0 up to 1, always the same for a seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    // A counter, mixed: neighbouring seeds have nothing in common.
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}
