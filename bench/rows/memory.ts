import { defer, exhaustMap, of, repeat, Subscription, timer } from 'rxjs';
import { type ControlLoop, smartPoll } from '../../lib/index.js';
import { alternate, atMost, bytesInUse, quick, row } from '../harness.js';
import { numbered } from '../peers.js';
import { goSmartpoll } from '../recorded.js';

const KEYS = 1_000_000;
const PEER_KEYS = 100_000;
const HOUR = 3_600_000;

const hours = (): number => HOUR * (1 + Math.random());

/** The bytes that stay in use for each of the `keys` that `start` starts, until its result is called. */
function bytes(keys: number, start: () => () => void): { bytes: number } {
  const before = bytesInUse();
  const stop = start();
  const after = bytesInUse();
  stop();
  return { bytes: (after - before) / keys };
}

function started(run: Subscription) {
  return () => run.unsubscribe();
}

await row('memory', 'memory of a scheduled idle key, at 1,000,000', async (notes) => {
  const shared = { startDue: hours, project: () => of(1), next: () => {} };
  const numbers = () => started(smartPoll({ entries: numbered(KEYS, shared) }).subscribe());
  function* apart(): Generator<[string, typeof shared]> {
    for (let key = 0; key < KEYS; key++) {
      yield [`key-${key}`, { startDue: hours, project: () => of(key), next: () => {} }];
    }
  }
  const strings = () => started(smartPoll({ entries: apart() }).subscribe());
  const each = (start: () => Subscription) => () => {
    const run = new Subscription();
    for (let key = 0; key < PEER_KEYS; key++) run.add(start());
    return started(run);
  };
  const exhaust = () =>
    timer(hours(), HOUR)
      .pipe(exhaustMap(() => of(1)))
      .subscribe();
  const repeated = () =>
    defer(() => of(1))
      .pipe(repeat({ delay: HOUR }))
      .subscribe();

  // Are they really scheduled? One key of a run of as many says so.
  let due: Date | undefined;
  let count = 0;
  const look = (_: number, loop: ControlLoop<number>): void => {
    due = loop.dueTime(KEYS - 1);
    count = loop.keys().length;
  };
  const hooks = { look: { source: of(1), next: look } };
  smartPoll({ entries: numbered(KEYS, shared), hooks })
    .subscribe()
    .unsubscribe();
  notes.check(
    count === KEYS && due !== undefined && due.getTime() > Date.now(),
    'the keys are not scheduled',
  );

  const found = await alternate(
    quick ? 1 : 3,
    {
      ours: () => bytes(KEYS, numbers),
      apart: () => bytes(KEYS, strings),
      exhaust: () => bytes(PEER_KEYS, each(exhaust)),
      repeated: () => bytes(PEER_KEYS, each(repeated)),
    },
    { warmUp: false },
  );
  notes.figure('a key, everything it needs', 'B', found.ours.bytes, atMost(400));
  notes.figure('a key with a string and a task object of its own, these included', 'B', found.apart.bytes);
  notes.figure('timer + exhaustMap', 'B', found.exhaust.bytes);
  notes.figure('repeat({ delay })', 'B', found.repeated.bytes);
  notes.figure('go-smartpoll (recorded)', 'B', [goSmartpoll.bytes]);
});
