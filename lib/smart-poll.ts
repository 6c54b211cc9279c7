import type { Observable } from 'rxjs';
import type { HandlerOutput } from './config/handler-output.js';
import type { Hook } from './config/hook.js';
import type { LoopKey } from './config/loop-key.js';
import type { OnRun, SmartPollConfig } from './config/smart-poll-config.js';
import type { SourceOutput } from './config/source-output.js';
import type { Task } from './config/task.js';
import type { WithoutUnknown } from './config/without-unknown.js';

// The mapped types infer V and W, the values that handlers get; the captured literals T, E, H and N give
// the outputs.
export function smartPoll<
  V = {},
  const K = never,
  T extends WithoutUnknown<T, keyof Task<any>> = {},
  E extends readonly unknown[] = readonly unknown[],
  W = {},
  H extends WithoutUnknown<H, keyof Hook<any>> = {},
  N = unknown,
>(
  config: SmartPollConfig<
    LoopKey<V, K>,
    { [P in keyof V]: Task<LoopKey<V, K>, V[P]> } & T,
    readonly [K, Task<LoopKey<V, K>>] & E,
    { [P in keyof W]: Hook<LoopKey<V, K>, W[P]> } & H,
    OnRun<LoopKey<V, K>> & N
  >,
): Observable<SourceOutput<T[keyof T]> | SourceOutput<E[1]> | SourceOutput<H[keyof H]> | HandlerOutput<N>> {
  throw new Error(`not yet: ${typeof (config as SmartPollConfig<any>)}`);
}
