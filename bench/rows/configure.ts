import { exhaustMap, of, Subject, Subscription, timer } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { alternate, atMost, cost, quick, row } from '../harness.js';
import { numbered } from '../peers.js';

const KEYS = 1_000_000;
const PEER_KEYS = 100_000;
const HOUR = 3_600_000;

const hours = (): number => HOUR * (1 + Math.random());
const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

await row('configure', 'configuring and scheduling 1,000,000 keys', async (notes) => {
  const task = { startDue: hours, project: () => of(1), next: () => {} };

  const ours = async () => {
    const idle = timers();
    const look = new Subject<void>();
    let waiting = 0;
    let run: Subscription | undefined;
    const found = await cost(KEYS, () => {
      run = smartPoll({
        entries: numbered(KEYS, task),
        hooks: {
          look: {
            source: look,
            next: (_, loop) => {
              waiting = loop.keys().filter((key) => loop.dueTime(key)!.getTime() > loop.now()).length;
            },
          },
        },
      }).subscribe();
    });
    notes.check(timers() === idle + 1, `${timers() - idle} host timers instead of one`);
    look.next();
    notes.check(waiting === KEYS, `${waiting} keys are scheduled`);
    run?.unsubscribe();
    notes.check(timers() === idle, 'a host timer is left');
    return found;
  };

  /** The same keys, added by a handler of a run that has none. */
  const added = async () => {
    let found = 0;
    const result = await cost(KEYS, () => {
      const run = smartPoll({
        entries: numbered(0, task),
        onRun: (loop) => {
          for (let key = 0; key < KEYS; key++) loop.add(key, task);
          found = loop.keys().length;
        },
      }).subscribe();
      run.unsubscribe();
    });
    notes.check(found === KEYS, `${found} keys are there`);
    return result;
  };

  const exhaust = async () => {
    const idle = timers();
    const run = new Subscription();
    const found = await cost(PEER_KEYS, () => {
      for (let key = 0; key < PEER_KEYS; key++) {
        run.add(
          timer(hours(), HOUR)
            .pipe(exhaustMap(() => of(1)))
            .subscribe(),
        );
      }
    });
    notes.check(timers() === idle + PEER_KEYS, 'keys are missing');
    run.unsubscribe();
    return found;
  };

  const found = await alternate(quick ? 1 : 7, { ours, added, exhaust }, { warmUp: !quick });
  notes.figure('a key', 'µs', found.ours.wall, atMost(2));
  notes.ratio("of timer + exhaustMap's time", found.ours.wall, found.exhaust.wall);
  notes.figure('a key, CPU', 'µs', found.ours.cpu);
  notes.figure('a key added by a handler', 'µs', found.added.wall);
  notes.figure('timer + exhaustMap, a key', 'µs', found.exhaust.wall);
});
