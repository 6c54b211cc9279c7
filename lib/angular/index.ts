export { injectSmartPoll } from './inject-smart-poll.js';
export type { InjectSmartPollOptions } from './inject-smart-poll-options.js';
export type { SmartPollRef } from './smart-poll-ref.js';
export type { TaskState } from './task-state.js';
