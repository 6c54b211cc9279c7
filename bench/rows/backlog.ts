import { lastValueFrom, NEVER, of, Subject, takeUntil } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { atMost } from '../figure.js';
import { alternate, cpuTime, quick } from '../measure.js';
import { row } from '../row.js';

const EVENTS = 1_000_000;

/** Queues `events` behind one slow turn, ends that, and tells what each tenth then took, in microseconds an event. */
async function tenths(events: number) {
  const source = new Subject<number>();
  const gate = new Subject<void>();
  const marks: number[] = [];
  let handled = -1;
  const run = lastValueFrom(
    smartPoll({
      tasks: { idle: { project: () => of(1) } },
      hooks: {
        events: {
          source,
          next: (event) => {
            if (event !== ++handled)
              throw new Error(`wrong result: event ${event} came as number ${handled}`);
            if (event === 0) return NEVER.pipe(takeUntil(gate));
            if (event % (events / 10) === 0) marks.push(cpuTime());
            return undefined;
          },
        },
      },
    }),
    { defaultValue: undefined },
  );
  for (let event = 0; event <= events; event++) source.next(event);
  source.complete();
  marks.push(cpuTime());
  gate.next();
  await run;
  if (marks.length !== 11) throw new Error(`wrong result: ${handled} events were handled`);
  const took = marks.slice(1).map((mark, tenth) => ((mark - marks[tenth]!) * 10) / events);
  return { first: took[0]!, last: took[9]!, all: (marks[10]! - marks[0]!) / events };
}

await row('backlog', '10⁶ events queued behind one slow turn', async (notes) => {
  const { many, few } = await alternate(quick ? 5 : 15, {
    many: () => tenths(EVENTS),
    few: () => tenths(EVENTS / 10),
  });
  notes.ratio('the time of the last 10 % of that of the first', many.last, many.first, atMost(1));
  notes.ratio('an event of 10⁶, of the time of one of 10⁵', many.all, few.all);
  notes.figure('an event of the first 10 %', 'µs', many.first);
  notes.figure('an event of the last 10 %', 'µs', many.last);
});
