import { asapScheduler, concatMap, lastValueFrom, of, Subject, tap } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { atMost } from '../figure.js';
import { numbered } from '../keys.js';
import { row } from '../row.js';

const TASKS = 5_000;
const EVENTS = 20_000;
const PROBES = 1_000;

await row(
  'fairness',
  'an event at the head of its lane beside a firehose and 5,000 finishing tasks',
  async (notes) => {
    const firehose = new Subject<number>();
    const probe = new Subject<number>();
    const waits: number[] = [];
    let turns = 0;
    let asked = false;
    /** Every turn of the others counts, and asks for the probe's again as soon as that was answered. */
    const turn = () => {
      turns++;
      if (asked || waits.length === PROBES) return;
      asked = true;
      probe.next(turns);
    };
    const answered = (askedAt: number) => {
      waits.push(turns - askedAt);
      asked = false;
    };
    let events = 0;
    let values = 0;
    const run$ = smartPoll({
      entries: numbered(TASKS, {
        startDue: 0,
        project: ({ key }: { key: number }) => (key % 2 ? of(key) : Promise.resolve(key)),
        next: () => (values++, turn()),
      }),
      hooks: {
        firehose: { source: firehose, next: () => (events++, turn()) },
        probe: { source: probe, next: answered },
      },
      onRun: () => {
        for (let event = 0; event < EVENTS; event++) firehose.next(event);
        firehose.complete();
      },
    });
    const run = lastValueFrom(run$, { defaultValue: undefined });
    while (waits.length < PROBES) await new Promise(setImmediate);
    probe.complete();
    await run;
    notes.check(events === EVENTS && values === TASKS, `${events} events and ${values} values were handled`);
    notes.figure('turns that it waits, at most', 'turns', [Math.max(...waits)], atMost(2));
    notes.figure('turns that it waits', 'turns', waits);

    // The same with what RxJS has for it. Its inners are asynchronous: synchronous ones queued overflow its stack.
    const queue = new Subject<'other' | 'probe'>();
    let before = 0;
    let waited = -1;
    const bare = lastValueFrom(
      queue.pipe(
        concatMap((event) =>
          of(event, asapScheduler).pipe(
            tap((event) => {
              if (event === 'other') before++;
              else waited = before;
            }),
          ),
        ),
      ),
    );
    for (let event = 0; event < EVENTS + TASKS; event++) queue.next('other');
    queue.next('probe');
    queue.complete();
    await bare;
    notes.figure('merge + concatMap, turns that it waits', 'turns', [waited]);
  },
);
