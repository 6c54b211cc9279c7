export { smartPoll } from './smart-poll.js';
export {
  AlreadyRunningError,
  BufferOverflowError,
  StaleLoopError,
  StandstillError,
  TurnTimeoutError,
  UnknownKeyError,
  UnknownLimitError,
} from './config/errors.js';
export type { Due } from './config/due.js';
export type { Hook, HookBuffer } from './config/hook.js';
export type {
  Checked,
  CheckedEntry,
  CheckedSource,
  HandlerOutput,
  KeyedEntries,
  LoopKey,
  SourceOutput,
  Yields,
} from './config/inference.js';
export type { Changing, Limit, Rate } from './config/limit.js';
export type { HandlerName, LoopEvent, LoopView, TurnSource } from './config/loop-event.js';
export type { OnRun, PauseSource, SmartPollConfig, SmartPollOptions } from './config/smart-poll-config.js';
export type { NativeObservable, StreamInput, StreamValue } from './config/stream-input.js';
export type {
  ControlLoop,
  Explanation,
  HandlerResult,
  Overlap,
  Task,
  TaskContext,
  TaskLoop,
} from './config/task.js';
export { LoopCommands, type LoopCommand } from './observe/loop-commands.js';
export type { TaskState } from './observe/task-state.js';
export type { LoopSnapshot } from './observe/loop-snapshot.js';
export { TaskStates } from './observe/task-states.js';
export type { LoopWarning, WatchdogOptions } from './observe/loop-warning.js';
export { watchdog } from './observe/watchdog.js';
export { backoff, type BackoffOptions } from './operators/backoff.js';
export { offline } from './operators/offline.js';
export { pageHidden } from './operators/page-hidden.js';
export { poll, type PollConfig } from './operators/poll.js';
export { retryAfter } from './operators/retry-after.js';
export { switchTimer } from './operators/switch-timer.js';
export type { Pace } from './shared/pace.js';
export type { SharedPollState } from './shared/polled-key.js';
export { sharedPoll, type SharedPoll, type SharedPollOptions } from './shared/shared-poll.js';
