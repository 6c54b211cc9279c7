import { Subject } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { atLeast } from '../figure.js';
import { bareConcatMap } from '../floor.js';
import { idleTask, numbered } from '../keys.js';
import { alternate, cost, quick } from '../measure.js';
import { row, type Notes } from '../row.js';

const EVENTS = quick ? 300_000 : 1_000_000;
const IDLE = 100_000;
const SUM = (EVENTS * (EVENTS - 1)) / 2;

/** A run with a hook and `idle` keys; feeds the hook all events, `burst` of them between two turns of the host. */
function hooked(notes: Notes, idle: number, burst: number) {
  const source = new Subject<number>();
  let handled = 0;
  let sum = 0;
  let done: () => void;
  const next = (event: number): void => {
    sum += event;
    if (++handled === EVENTS) done();
  };
  smartPoll({ entries: numbered(idle, idleTask), hooks: { events: { source, next } } }).subscribe();
  const feed = async () => {
    const ended = new Promise<void>((resolve) => (done = resolve));
    for (let event = 0; event < EVENTS;) {
      for (const end = Math.min(event + burst, EVENTS); event < end; event++) source.next(event);
      if (event < EVENTS) await new Promise(setImmediate);
    }
    await ended;
  };
  return async () => {
    handled = sum = 0;
    const found = await cost(EVENTS, feed);
    notes.check(handled === EVENTS && sum === SUM, `${handled} events were handled`);
    return found;
  };
}

await row('hook', 'a hook fed 10⁶ events, with 0 and with 100,000 idle keys', async (notes) => {
  const { alone, idle, bursts, bare } = await alternate(quick ? 5 : 11, {
    alone: hooked(notes, 0, EVENTS),
    idle: hooked(notes, IDLE, EVENTS),
    bursts: hooked(notes, 0, 1_000),
    bare: () => cost(EVENTS, () => notes.check(bareConcatMap(EVENTS) === EVENTS, 'events are missing')),
  });
  notes.ratio("of a bare concatMap's rate", bare.cpu, alone.cpu, atLeast(0.75));
  notes.ratio("of a bare concatMap's rate, with 100,000 idle keys", bare.cpu, idle.cpu, atLeast(0.75));
  notes.ratio('with 100,000 idle keys, of the rate with 0', alone.cpu, idle.cpu);
  notes.ratio("of a bare concatMap's rate, fed 1,000 at a time", bare.cpu, bursts.cpu);
  notes.figure('ours, an event', 'µs', alone.cpu);
  notes.figure('bare, an event', 'µs', bare.cpu);
});
