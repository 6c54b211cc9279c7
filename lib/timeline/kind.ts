/** What there is to draw, in the words of `LoopEvent`; the name is also the CSS class. */
export type Kind = 'pause' | 'run' | 'stage' | 'cancel' | 'error' | 'turn' | 'ready' | 'latched' | 'dropped';

/** How high the bar of each kind is at most, and the data of its mark. */
export const KINDS: { [P in Kind]: [height: number, mark?: string] } = {
  pause: [1e9],
  run: [1e9],
  stage: [12],
  cancel: [12],
  error: [12, 'm4-4l8 8m0-8l-8 8'],
  turn: [10],
  ready: [1, 'm-4-3h8l-4 7z'],
  latched: [1, 'm-5 0l5-5 5 5-5 5z'],
  dropped: [0, 'm-4-3h8l-4 7z'],
};
