export { injectSmartPoll, type InjectSmartPollOptions } from './inject-smart-poll.js';
export type { SmartPollRef } from './smart-poll-ref.js';
export type { TaskState } from './task-board.js';
