import { seeded } from './random.js';

/** What may go wrong with an answer: a 500, a dropped connection, or JSON that ends half way. */
export type Fault = 'error' | 'drop' | 'truncate';

/** The fate of one request. */
export interface Fate {
  readonly fault: Fault | undefined;
  /** How long the answer takes, from 0 to 1 of the provider's latency. */
  readonly delay: number;
}

const faults = ['error', 'drop', 'truncate'] as const;

/** One fate a call, always the same ones for a seed; `share` of them, from 0 to 1, are faults. */
export function seededFates(seed: number, share: number): () => Fate {
  const random = seeded(seed);
  return () => {
    const delay = random();
    const fault = random() < share ? faults[Math.floor(random() * faults.length)] : undefined;
    return { fault, delay };
  };
}
