/** The guides in the order in which they are best read, by the names of their files in docs/guides. */
export const chapters = [
  { title: 'Start', guides: ['getting-started'] },
  { title: 'Pace', guides: ['dynamic-intervals', 'overlap', 'several-schedules', 'cron', 'time'] },
  { title: 'Errors', guides: ['errors', 'retries-and-rate-limits'] },
  { title: 'Timeouts', guides: ['timeouts', 'cancelling'] },
  { title: 'Quotas', guides: ['sharing-a-quota', 'concurrency-and-priority'] },
  { title: 'Many watchers', guides: ['sharing-a-poll'] },
  {
    title: 'Events and control',
    guides: [
      'inputs',
      'mailboxes-and-backpressure',
      'fairness',
      'adding-and-removing',
      'pausing',
      'draining',
    ],
  },
  { title: 'Angular', guides: ['angular'] },
  { title: 'Testing', guides: ['testing-with-marbles'] },
  { title: 'Production', guides: ['production', 'monitor-and-explain'] },
  { title: 'Beyond one process', guides: ['many-replicas', 'one-polling-tab', 'first-stages-as-jobs'] },
  { title: 'Reference', guides: ['reference', 'comparison'] },
  {
    title: 'Porting',
    guides: ['porting-from-rxjs-poll-and-timer-exhaustmap', 'porting-from-go-smartpoll'],
  },
];

/** Those of `names` that stand in no chapter come at the end, so that a new guide is never lost. */
export function chaptersOf(names) {
  const listed = new Set(chapters.flatMap(({ guides }) => guides));
  const others = names.filter((name) => !listed.has(name));
  return [
    ...chapters.map(({ title, guides }) => ({
      title,
      guides: guides.filter((name) => names.includes(name)),
    })),
    { title: 'More', guides: others },
  ].filter(({ guides }) => guides.length > 0);
}
