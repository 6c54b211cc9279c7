export { performanceTracks } from './performance-tracks.js';
export type { PerformanceTracksOptions } from './performance-tracks.js';
export { defineSmartPollPanel } from './smart-poll-panel.js';
export type { SmartPollPanel } from './smart-poll-panel.js';
export type { PostsCommands, Watched, WatchedLoop } from './watched.js';
