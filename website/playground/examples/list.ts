export interface Listed {
  /** The name of its file here, and what the playground's address has after the `#`. */
  readonly name: string;
  readonly title: string;
  /** The guide that it belongs to. */
  readonly guide: string;
}

export const list: readonly Listed[] = [
  { name: 'two-services', title: 'Two services, each at its own pace', guide: 'getting-started' },
  { name: 'changing-pace', title: 'Faster while it changes', guide: 'dynamic-intervals' },
  { name: 'back-off', title: 'Back off while a server is down', guide: 'errors' },
  { name: 'retry-after', title: 'Obey Retry-After', guide: 'retries-and-rate-limits' },
  { name: 'timeout', title: 'Give up on a slow answer', guide: 'timeouts' },
  { name: 'cancel', title: 'Cancel a request', guide: 'cancelling' },
  { name: 'shared-quota', title: 'Many keys, one quota', guide: 'sharing-a-quota' },
  { name: 'slots', title: 'Two at a time, urgent ones first', guide: 'concurrency-and-priority' },
  { name: 'many-watchers', title: 'Many watchers, one poll', guide: 'sharing-a-poll' },
  { name: 'overlap', title: 'Due again while running', guide: 'overlap' },
  { name: 'calendar', title: 'An interval and a time of day', guide: 'several-schedules' },
  { name: 'promises', title: 'With async and await', guide: 'inputs' },
  { name: 'burst', title: 'A burst of events holds up nothing else', guide: 'fairness' },
  { name: 'newest', title: 'Keep only the newest event', guide: 'mailboxes-and-backpressure' },
  { name: 'come-and-go', title: 'Keys come and go', guide: 'adding-and-removing' },
  { name: 'pause', title: 'Pause and resume', guide: 'pausing' },
  { name: 'drain', title: 'Finish running work, then stop', guide: 'draining' },
  { name: 'watchdog', title: 'A warning instead of silence', guide: 'monitor-and-explain' },
  { name: 'marbles', title: 'Test a loop in virtual time', guide: 'testing-with-marbles' },
];
