import type { Observable } from 'rxjs';
import type { Hook } from './config/hook.js';
import type { HandlerOutput } from './config/handler-output.js';
import type { OnRun, SmartPollConfig } from './config/smart-poll-config.js';
import type { SourceOutput } from './config/source-output.js';
import type { Task } from './config/task.js';

export function smartPoll<
  V = {},
  K = never,
  T = {},
  E extends readonly unknown[] = readonly unknown[],
  W = {},
  H = {},
  N = unknown,
>(
  config: SmartPollConfig<
    NoInfer<keyof V | K>,
    { [P in keyof V]: Task<NoInfer<keyof V | K>, V[P]> } & T,
    readonly [K, Task<NoInfer<[K] extends [never] ? any : keyof V | K>>] & E,
    { [P in keyof W]: Hook<NoInfer<keyof V | K>, W[P]> } & H,
    OnRun<NoInfer<keyof V | K>> & N
  >,
): Observable<SourceOutput<T[keyof T]> | SourceOutput<E[1]> | SourceOutput<H[keyof H]> | HandlerOutput<N>> {
  throw new Error(`not yet: ${typeof (config as SmartPollConfig<any>)}`);
}
