import type { Observable } from 'rxjs';
import type { SmartPollConfig } from './config/smart-poll-config.js';
export function smartPoll<K, R>(_config: SmartPollConfig<K, R>): Observable<R> {
  throw new Error('wip');
}
