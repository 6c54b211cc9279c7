import { defer, exhaustMap, of, repeat, Subscription, timer } from 'rxjs';
import { type ControlLoop, smartPoll } from '../../lib/index.js';
import { atMost } from '../figure.js';
import { HOUR, hours, idleTask, numbered } from '../keys.js';
import { alternate, bytesInUse, quick } from '../measure.js';
import { goSmartpoll } from '../recorded.js';
import { row } from '../row.js';

const KEYS = 1_000_000;
const PEER_KEYS = 100_000;

/** The bytes that stay in use for each of the `keys` while what `start` starts runs. */
const bytes = (keys: number, start: () => Subscription) => () => {
  const before = bytesInUse();
  const run = start();
  const after = bytesInUse();
  run.unsubscribe();
  return { bytes: (after - before) / keys };
};

const each = (start: () => Subscription) => () => {
  const run = new Subscription();
  for (let key = 0; key < PEER_KEYS; key++) run.add(start());
  return run;
};

function* apart(): Generator<[string, typeof idleTask]> {
  for (let key = 0; key < KEYS; key++) {
    yield [`key-${key}`, { startDue: hours, project: () => of(key), next: () => {} }];
  }
}

await row('memory', 'memory of a scheduled idle key, at 1,000,000', async (notes) => {
  // Are they really scheduled? One key of a run of as many says so.
  let due: Date | undefined;
  let count = 0;
  const look = (_: number, loop: ControlLoop<number>): void => {
    due = loop.dueTime(KEYS - 1);
    count = loop.keys().length;
  };
  const hooks = { look: { source: of(1), next: look } };
  smartPoll({ entries: numbered(KEYS, idleTask), hooks })
    .subscribe()
    .unsubscribe();
  notes.check(
    count === KEYS && due !== undefined && due.getTime() > Date.now(),
    'the keys are not scheduled',
  );

  const exhaust = () =>
    timer(hours(), HOUR)
      .pipe(exhaustMap(() => of(1)))
      .subscribe();
  const repeated = () =>
    defer(() => of(1))
      .pipe(repeat({ delay: HOUR }))
      .subscribe();
  const found = await alternate(
    quick ? 1 : 2,
    {
      ours: bytes(KEYS, () => smartPoll({ entries: numbered(KEYS, idleTask) }).subscribe()),
      apart: bytes(KEYS, () => smartPoll({ entries: apart() }).subscribe()),
      exhaust: bytes(PEER_KEYS, each(exhaust)),
      repeated: bytes(PEER_KEYS, each(repeated)),
    },
    { warmUp: 0 },
  );
  notes.figure('a key, everything it needs', 'B', found.ours.bytes, atMost(290));
  notes.figure('a key with a string and a task object of its own, these included', 'B', found.apart.bytes);
  notes.figure('timer + exhaustMap', 'B', found.exhaust.bytes);
  notes.figure('repeat({ delay })', 'B', found.repeated.bytes);
  notes.figure('go-smartpoll (recorded)', 'B', [goSmartpoll.bytes]);
});
