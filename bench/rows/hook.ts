import { EMPTY, of, Subject, type Observable } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { bareConcatMap } from '../floor.js';
import { alternate, atLeast, cost, quick, row } from '../harness.js';
import { numbered } from '../peers.js';

const EVENTS = quick ? 300_000 : 1_000_000;
const IDLE = 100_000;
const HOUR = 3_600_000;

await row('hook', 'a hook fed 10⁶ events, with 0 and with 100,000 idle keys', async (notes) => {
  const idleTask = { startDue: () => HOUR * (1 + Math.random()), project: () => of(1) };
  const fed = async (idle: number, result?: Observable<never>) => {
    const source = new Subject<number>();
    let handled = 0;
    let sum = 0;
    let done: () => void;
    const ended = new Promise<void>((resolve) => (done = resolve));
    const next = (event: number) => {
      handled++;
      sum += event;
      return result;
    };
    const run = smartPoll({
      entries: numbered(idle, idleTask),
      hooks: { events: { source, next, complete: () => done() } },
    }).subscribe();
    const found = await cost(EVENTS, async () => {
      for (let event = 0; event < EVENTS; event++) source.next(event);
      source.complete();
      await ended;
    });
    run.unsubscribe();
    notes.check(handled === EVENTS && sum === (EVENTS * (EVENTS - 1)) / 2, `${handled} events were handled`);
    return found;
  };
  const { alone, idle, empty, bare } = await alternate(quick ? 3 : 9, {
    alone: () => fed(0),
    idle: () => fed(IDLE),
    empty: () => fed(0, EMPTY),
    bare: () => cost(EVENTS, () => notes.check(bareConcatMap(EVENTS) === EVENTS, 'events are missing')),
  });
  notes.ratio("of a bare concatMap's rate", bare.wall, alone.wall, atLeast(0.6));
  notes.ratio("of a bare concatMap's rate, with 100,000 idle keys", bare.wall, idle.wall, atLeast(0.6));
  notes.ratio('with 100,000 idle keys, of the rate with 0', alone.wall, idle.wall, atLeast(0.9));
  notes.ratio("of a bare concatMap's rate, the handler returning EMPTY", bare.wall, empty.wall);
  notes.figure('ours, an event', 'µs', alone.wall);
  notes.figure('bare, an event', 'µs', bare.wall);
});
