import { dueAt, refusal } from './due.js';
import { stateOf } from './explain.js';
import { clearSchedule, dueOf, holdUntil, setSchedule, stopSchedule, setSooner } from './schedule.js';
import { hear, startDraining } from './sources.js';
import { addKey, removeKey } from './keys.js';
import { cancelStages } from './stages.js';
import { count, note, tell, type Run, type Turn } from './state.js';
import type { Call } from '../program.js';

/** A call in a handler: what it does, what it returns or throws, and the key's state before and after. */
export function call(turn: Turn, call: Call): void {
  const { op, key = '' } = call;
  const { run } = turn;
  const { world } = run;
  const stale = !turn.live || run.phase === 'over';
  if (op === 'push') {
    const { active } = world;
    const label = `${key}.push${count(world, `push ${key}`)}`;
    if (active?.sources.has(key)) hear(active, key, 'next', label, {});
    return active?.go();
  }
  if (op === 'unsubscribe') return run.end('unsubscribe');
  if (op === 'stale' && !world.previous) return;
  const state = () => {
    const known = run.keys.get(key);
    return stale || run.phase === 'over' || !known ? undefined : stateOf(run, known);
  };
  const before = state();
  const answer = stale || op === 'stale' ? { thrown: 'StaleLoopError' } : answerOf(run, call);
  const after = state();
  note(world, { ev: 'call', op, key, ...(before && { before }), ...(after && { after }), ...answer });
}

interface Answer {
  result?: unknown;
  thrown?: string;
}

function answerOf(run: Run, { op, key = '', due }: Call): Answer {
  const known = run.keys.get(key);
  if (op === 'drain') return (startDraining(run), {});
  if (op === 'keys') return { result: [...run.keys.keys()] };
  if (op === 'has') return { result: run.keys.has(key) };
  if (op === 'add') return addKey(run, key) ? {} : { thrown: 'TypeError' };
  if (!known) return { thrown: 'UnknownKeyError' };
  switch (op) {
    case 'schedule':
    case 'scheduleSooner': {
      if (due === null && op === 'schedule') return answerOf(run, { op: 'unschedule', key });
      const thrown = refusal(due);
      if (thrown) return { thrown };
      if (run.draining) return (tell(run, 'ignored', `${key} ${op}`), {});
      const at = dueAt(run, due!);
      if (op === 'schedule') setSchedule(run, known, at, typeof due !== 'number');
      else setSooner(run, known, at);
      known.made.push(run.moment++);
      return {};
    }
    case 'unschedule':
      known.calls.push(run.moment++);
      clearSchedule(run, known);
      return {};
    case 'stopTimer':
      known.calls.push(run.moment++);
      if (known.timer || known.held) stopSchedule(run, known);
      return { result: known.tick !== undefined || known.counted.length > 0 };
    case 'hold': {
      const thrown = due === null ? undefined : refusal(due);
      if (thrown) return { thrown };
      const until = due === null ? Infinity : dueAt(run, due!);
      tell(run, 'hold', key, until < Infinity ? until : null);
      return (holdUntil(run, known, until), {});
    }
    case 'release':
      if (known.hold !== undefined) tell(run, 'release', key);
      return (holdUntil(run, known, undefined), {});
    case 'cancel': {
      const result = known.stages.length > 0;
      cancelStages(run, known);
      return { result };
    }
    case 'remove':
      return (removeKey(run, known), {});
    case 'dueTime':
      return { result: dueOf(known) ?? null };
    case 'isRunning':
      return { result: known.stages.length > 0 };
    default:
      return { result: stateOf(run, known).why.split(' ')[0] };
  }
}
