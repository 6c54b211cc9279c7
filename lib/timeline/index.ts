export { recordTimeline } from './record-timeline.js';
export type { TimelineRecorder } from './record-timeline.js';
export { renderTimeline } from './render-timeline.js';
export type { TimelineOptions } from './timeline-options.js';
