import { Agenda } from '../agenda.js';
import { beginRun } from './run.js';
import { note, type Run, type World } from './state.js';
import type { Fact } from '../fact.js';
import type { Program, RunScript } from '../program.js';

/** What must be seen of a program, by the contract: small, slow and plain. */
export function model(program: Program): Fact[] {
  const agenda = new Agenda();
  const world: World = {
    program,
    agenda,
    facts: [],
    plays: {},
    leftovers: new Map(),
    starts: {},
    holds: new Map(),
    aborted: [],
    active: undefined,
    previous: undefined,
  };
  program.runs.forEach((script, index) => {
    let run: Run | undefined;
    let { again = 0 } = script;
    /** A subscription; as it ends by itself it may be made again, from inside the end. */
    const subscribe = () => {
      note(world, { ev: 'run', run: index });
      beginRun(
        world,
        (begun) => (run = begun),
        (how, error) => {
          note(world, { ev: 'end', run: index, how, ...(error !== undefined && { error }) });
          if (how !== 'unsubscribe' && again-- > 0) subscribe();
        },
      );
    };
    const { at, until }: RunScript = script;
    agenda.add(at, subscribe);
    if (until !== undefined) agenda.add(until, () => run?.end('unsubscribe'));
  });
  agenda.run(program.end);
  world.active?.end('unsubscribe');
  note(world, { ev: 'left', aborted: world.aborted.sort(), sources: 0, timers: 0 });
  return world.facts;
}
