export { injectSmartPoll } from './inject-smart-poll.js';
export type { InjectSmartPollOptions, SmartPollRef } from './smart-poll-ref.js';
export type { TaskState } from '../index.js';
