export {
  injectPoll,
  type InjectPollOptions,
  type InjectSharedPollOptions,
  type PollContext,
  type PollResourceOptions,
} from './inject-poll.js';
export { injectSmartPoll, type InjectSmartPollConfig, type SignalOptions } from './inject-smart-poll.js';
export type { InjectSmartPollOptions, SmartPollRef } from './smart-poll-ref.js';
export type { TaskState } from '../index.js';
export type { PollRef, PollSnapshot } from './resource.js';
