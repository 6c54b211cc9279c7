import { merge, of, timer } from 'rxjs';
import { smartPoll, type Overlap, type Task } from '../../lib/index.js';
import type { Picture } from './picture.js';
import { record } from './record.js';

const UNTIL = 1_100;
const policies: readonly Overlap[] = ['latch', 'exhaust', 'concat', 'switch', 'merge'];

/** The guide's ticks, at 0, 100, 200 and 700 ms, under each policy; first stages take 250 ms. */
export function overlap(): Picture {
  const events = record(UNTIL, (monitor) =>
    smartPoll({
      entries: policies.map((policy): [Overlap, Task<Overlap>] => [
        policy,
        { overlap: policy, project: () => timer(250) },
      ]),
      hooks: {
        ticks: {
          source: merge(of(0), timer(100), timer(200), timer(700)),
          next(_, loop) {
            for (const policy of policies) loop.schedule(policy, 0);
          },
        },
      },
      monitor,
    }),
  );
  return { title: 'The same ticks, five overlap policies', events, to: UNTIL };
}
