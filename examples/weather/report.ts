import type { Aggregate } from './aggregate.js';
import type { ForecastKey } from './forecast.js';
import type { ProviderName } from './providers.js';
import type { Reading } from './reading.js';

/** What the forecast emits: what happened, and when the task is due again. */
export type Report =
  | {
      readonly type: 'reading';
      readonly key: ProviderName;
      readonly reading: Reading;
      readonly changed: boolean;
      readonly due: Date | undefined;
    }
  | {
      readonly type: 'failure';
      readonly key: ForecastKey;
      readonly error: Error;
      /** How often in a row. */
      readonly failures: number;
      readonly due: Date | undefined;
    }
  | { readonly type: 'published'; readonly key: 'publish'; readonly aggregate: Aggregate };
