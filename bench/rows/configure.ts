import { Subject, type Subscription } from 'rxjs';
import { smartPoll, type ControlLoop, type Task } from '../../lib/index.js';
import { atMost } from '../figure.js';
import { hours, idleTask, numbered } from '../keys.js';
import { alternate, cost, hostTimers, quick } from '../measure.js';
import { row } from '../row.js';

const KEYS = 1_000_000;
/** One key of so many is looked at. */
const APART = 1_000;

await row('configure', '1,000,000 keys configured and scheduled', async (notes) => {
  const task: Task<number> = { project: idleTask.project, next: idleTask.next };

  /** Each key waits, and one host timer waits for them all. */
  const configured = (own: typeof task, onRun: (loop: ControlLoop<number>) => void) => async () => {
    const before = hostTimers();
    const look = new Subject<void>();
    let there = 0;
    let waiting = 0;
    const next = (_: void, loop: ControlLoop<number>): void => {
      there = loop.keys().length;
      for (let key = 0; key < KEYS; key += APART) {
        if (loop.dueTime(key)!.getTime() > loop.now()) waiting++;
      }
    };
    let run: Subscription | undefined;
    const found = await cost(KEYS, () => {
      const hooks = { look: { source: look, next } };
      run = smartPoll({ entries: numbered(KEYS, own), onRun, hooks }).subscribe();
    });
    notes.check(hostTimers() === before + 1, `${hostTimers() - before} host timers instead of one`);
    look.next();
    notes.check(there === KEYS && waiting === KEYS / APART, `${there} keys, of a part ${waiting} wait`);
    run?.unsubscribe();
    notes.check(hostTimers() === before, 'a host timer is left');
    return found;
  };
  const inOnRun = configured(task, (loop) => {
    for (let key = 0; key < KEYS; key++) loop.schedule(key, hours());
  });
  const byStartDue = configured(idleTask, () => {});

  /** A run without keys, of which a handler adds them all. */
  const added = async () => {
    let there = 0;
    const found = await cost(KEYS, () => {
      const run = smartPoll({
        entries: numbered(0, idleTask),
        onRun: (loop) => {
          for (let key = 0; key < KEYS; key++) loop.add(key, idleTask);
          there = loop.keys().length;
        },
      }).subscribe();
      run.unsubscribe();
    });
    notes.check(there === KEYS, `${there} keys are there`);
    return found;
  };

  /** The floor: as many plain objects in a Map, made of the same entries. */
  const map = async () => {
    const keys = new Map<number, { key: number; task: typeof task; due: number }>();
    const found = await cost(KEYS, () => {
      for (const [key, own] of numbered(KEYS, task)) keys.set(key, { key, task: own, due: hours() });
    });
    notes.check(keys.size === KEYS, `${keys.size} objects are there`);
    return found;
  };

  const { onRun, map: floor } = await alternate(quick ? 1 : 7, { onRun: inOnRun, map });
  notes.ratio(
    'scheduled in onRun, of filling a Map with as many plain objects',
    onRun.cpu,
    floor.cpu,
    atMost(3),
  );
  notes.figure('a key scheduled in onRun', 'µs', onRun.cpu);
  notes.figure('a plain object in a Map', 'µs', floor.cpu);
  if (quick) return;
  const others = await alternate(2, { byStartDue, added }, { warmUp: 0 });
  notes.figure('a key scheduled by startDue', 'µs', others.byStartDue.cpu);
  notes.figure('a key added by a handler', 'µs', others.added.cpu);
});
