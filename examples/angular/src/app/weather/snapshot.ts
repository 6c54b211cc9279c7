import type { Aggregate } from '../../../../weather/aggregate.js';
import type { ProviderName } from '../../../../weather/providers.js';
import type { Reading } from '../../../../weather/reading.js';

/** What a provider has said so far. */
export interface Station {
  readonly reading?: Reading;
  /** Why it failed last, and how often in a row; absent once it answers again. */
  readonly failure?: { readonly message: string; readonly times: number };
  /** When it answered or failed last, in milliseconds since the epoch; absent before that. */
  readonly at?: number;
  /** Its last temperatures, the oldest first. */
  readonly history: readonly number[];
}

/** All there is to show of the weather: what the loop emits, and what a server hands over to a browser. */
export interface Snapshot {
  readonly stations: Readonly<Record<ProviderName, Station>>;
  /** The mean of the readings that count; absent while none does. */
  readonly aggregate?: Aggregate;
  /** How often an aggregate was published since the page was opened. */
  readonly published: number;
  /** Why it could not be published last; absent once it could. */
  readonly unpublished?: string;
}
