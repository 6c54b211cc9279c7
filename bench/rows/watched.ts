import { lastValueFrom, of } from 'rxjs';
import { smartPoll, TaskStates, watchdog, type LoopEvent } from '../../lib/index.js';
import { atLeast } from '../figure.js';
import { alternate, cost, quick } from '../measure.js';
import { row } from '../row.js';

const CYCLES = 50_000;

/** The cycle of the row "cycle", watched by `monitor`; `beside` is called once in each. */
async function cycles(
  monitor?: { next(event: LoopEvent<'key'>): void },
  beside?: () => void,
): Promise<number> {
  let made = 0;
  const run$ = smartPoll({
    tasks: {
      key: {
        startDue: 0,
        project: () => of(1),
        next: (_, loop) => {
          beside?.();
          if (++made < CYCLES) loop.schedule('key', 0);
        },
      },
    },
    monitor: monitor ?? [],
  });
  await lastValueFrom(run$, { defaultValue: undefined });
  return made;
}

let last: unknown;

/** The events of one cycle, made and told to nobody: each with the time, two of them with a due date. */
function makeEvents(): void {
  last = { time: Date.now(), type: 'start', key: 'key', stage: 1 };
  last = { time: Date.now(), type: 'value', key: 'key', stage: 1 };
  last = { time: Date.now(), type: 'stage-end', key: 'key', stage: 1 };
  last = { time: Date.now(), type: 'turn-start', handler: 'next', key: 'key', stage: 1 };
  last = { time: Date.now(), type: 'schedule', key: 'key', dueTime: new Date(Date.now()) };
  last = { time: Date.now(), type: 'turn-end', handler: 'next', key: 'key', stage: 1 };
  last = { time: Date.now(), type: 'stop', key: 'key', stage: 1 };
  last = { time: Date.now(), type: 'ready', key: 'key', dueTime: new Date(Date.now()) };
}

await row('watched', 'one key, of(1), rescheduled with 0, and watched', async (notes) => {
  const sample = (monitor?: () => { next(event: LoopEvent<'key'>): void }) => () =>
    cost(CYCLES, async () => {
      const states = monitor?.();
      notes.check((await cycles(states)) === CYCLES, 'cycles are missing');
      const runs = states instanceof TaskStates ? states.get('key')?.runs : CYCLES;
      notes.check(runs === CYCLES, 'TaskStates has missed some');
    });
  const { alone, events, told, states, dog } = await alternate(quick ? 15 : 61, {
    alone: sample(),
    events: () => cost(CYCLES, () => cycles(undefined, makeEvents)),
    told: sample(() => ({ next: () => undefined })),
    states: sample(() => new TaskStates<'key'>()),
    dog: sample(() => watchdog({ turn: 5_000, stage: 60_000 })),
  });
  notes.ratio('of the rate without, with TaskStates', alone.cpu, states.cpu, atLeast(0.7));
  notes.ratio(
    'of the rate without, where a cycle only makes its eight events: the floor',
    alone.cpu,
    events.cpu,
  );
  notes.ratio('of the rate without, with a monitor that does nothing', alone.cpu, told.cpu);
  notes.ratio('of the rate without, with a watchdog', alone.cpu, dog.cpu);
  notes.check(last !== undefined, 'no event was made');
  notes.figure('a cycle alone', 'µs', alone.cpu);
  notes.figure('a cycle with TaskStates', 'µs', states.cpu);
});
