import { dueAt } from './due.js';
import { addedScript } from '../scripts.js';
import { clearSchedule, holdAsBefore, keepHold, setSchedule } from './schedule.js';
import { cancelStages } from './stages.js';
import type { TaskScript } from '../program.js';
import { tell, type Key, type Run } from './state.js';

/** The keys of a run as it starts. */
export function configure(run: Run): void {
  for (const name of Object.keys(run.world.program.tasks)) enter(run, name, run.world.program.tasks[name]!);
}

/** Adds a key; refuses one that exists (5.6). */
export function addKey(run: Run, name: string): boolean {
  if (run.keys.has(name)) return false;
  if (run.draining) {
    tell(run, 'ignored', `${name} add`);
    return true;
  }
  tell(run, 'add', name);
  const key = enter(run, name, addedScript(run.world.program, name));
  key.stages = run.orphans.filter((stage) => stage.key.name === name);
  for (const stage of key.stages) {
    stage.key = key;
    run.orphans.splice(run.orphans.indexOf(stage), 1);
  }
  return true;
}

/** Cancels and unschedules; the key's own turn in progress and its unsettled Promise end without it (5.6). */
export function removeKey(run: Run, key: Key): void {
  clearSchedule(run, key);
  keepHold(run, key);
  cancelStages(run, key);
  run.orphans.push(...key.stages);
  run.keys.delete(key.name);
  tell(run, 'remove', key.name);
}

function enter(run: Run, name: string, script: TaskScript): Key {
  const lastStart = run.world.starts[name];
  const key: Key = {
    name,
    script,
    due: undefined,
    wish: undefined,
    held: false,
    hold: undefined,
    tick: undefined,
    counted: [],
    delay: undefined,
    timer: undefined,
    lastStart: lastStart && lastStart.until > run.world.agenda.now ? lastStart.at : undefined,
    calls: [],
    made: [],
    failures: script.startFailures ?? 0,
    stages: [],
    events: [],
  };
  run.keys.set(name, key);
  holdAsBefore(run, key);
  const { startDue = null } = script;
  if (startDue !== null && !run.draining)
    setSchedule(run, key, dueAt(run, startDue), typeof startDue !== 'number');
  return key;
}
