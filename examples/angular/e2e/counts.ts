import { setTimeout as delay } from 'node:timers/promises';
import { providerNames, type ProviderName } from '../../weather/providers.js';
import type { Stage } from './stage.js';

/** How often each provider was asked. */
export function counts({ providers }: Stage): Record<ProviderName, number> {
  return {
    cirrus: providers.cirrus.requests,
    nimbus: providers.nimbus.requests,
    stratus: providers.stratus.requests,
  };
}

/** Whether each of them was asked `more` times since. */
export function askedSince(stage: Stage, before: Record<ProviderName, number>, more = 1): boolean {
  return providerNames.every((name) => stage.providers[name].requests >= before[name] + more);
}

/** Watches for a while in which, at the pace that is set, each provider would be asked. */
export async function quiet(stage: Stage, milliseconds = 4000): Promise<void> {
  const before = counts(stage);
  await delay(milliseconds);
  const after = counts(stage);
  for (const name of providerNames)
    if (after[name] !== before[name])
      throw new Error(`${name} was asked ${after[name] - before[name]} times while nobody should be`);
}
