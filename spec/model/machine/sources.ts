import { groupsOf } from '../scripts.js';
import { clearSchedule } from './schedule.js';
import { admits, enqueue } from './lanes.js';
import { note, tell, type Run } from './state.js';
import type { HookScript, Notice, Program, TurnScript } from '../program.js';

/** Everything a run listens to is subscribed to as it starts (4.1). */
export function subscribeSources(run: Run): void {
  const { hooks = {}, pause = [], drain }: Program = run.world.program;
  for (const [name, { events, hot }] of Object.entries<HookScript>(hooks)) {
    run.hooks.set(name, { events: [], done: false });
    const begin = hot ? run.world.agenda.now : 0;
    listen(run, name, events, begin, ({ kind, turn = {} }, index) =>
      hear(run, name, kind ?? 'next', `${name}.${index}`, turn),
    );
  }
  pause.forEach((notices, i) => {
    run.pauses.push(false);
    listen(run, `pause ${i}`, notices, 0, ({ kind, value = false }, index) => {
      if (kind === 'error') run.end('error', `pause ${i}.${index}`);
      else setPause(run, i, kind === undefined && value);
    });
  });
  listen(run, 'drain', drain ?? [], 0, ({ kind }, index) => {
    if (kind === 'error') run.end('error', `drain.${index}`);
    else if (kind === undefined) {
      unsubscribeSource(run, 'drain');
      startDraining(run);
    }
  });
}

/** An event of a hook joins its lane, if anybody handles it (3.6, 3.8, 4.2). */
export function hear(
  run: Run,
  hook: string,
  kind: 'next' | 'error' | 'complete',
  value: string,
  script: TurnScript,
): void {
  const { lacks = [], buffer }: HookScript = run.world.program.hooks![hook]!;
  const lane = run.hooks.get(hook);
  if (!lane || lane.done) return;
  if (kind !== 'next') lane.done = true;
  if (kind === 'error') tell(run, 'error', `${hook} ${value}`);
  if (kind !== 'error' && lacks.includes(kind)) return;
  if (kind !== 'next' || admits(run, hook, lane)) {
    enqueue(run, {
      handler: kind,
      label: `${hook}:${kind}`,
      script,
      hook,
      ...(kind !== 'complete' && { value }),
    });
  } else if (buffer?.overflow === 'error') {
    hear(run, hook, 'error', 'BufferOverflowError', {});
    unsubscribeSource(run, hook);
  }
}

/** Nothing starts any more; what is queued or runs already still has its turns (5.2). */
export function startDraining(run: Run): void {
  if (run.draining) return;
  run.draining = true;
  tell(run, 'drain');
  for (const key of run.keys.values()) clearSchedule(run, key);
  for (const [name, lane] of run.hooks) {
    unsubscribeSource(run, name);
    lane.done = true;
  }
}

export function unsubscribeSource(run: Run, label: string): void {
  const entries = run.sources.get(label);
  if (!entries) return;
  run.sources.delete(label);
  entries.forEach((entry) => run.world.agenda.remove(entry));
  if (run.hooks.has(label)) note(run.world, { ev: 'stopped', of: label });
}

function setPause(run: Run, index: number, value: boolean): void {
  const before = run.pauses.includes(true);
  run.pauses[index] = value;
  if (before !== run.pauses.includes(true)) tell(run, before ? 'resume' : 'pause');
}

/** Plays a source to the run; one that ends is gone by itself. */
function listen(
  run: Run,
  label: string,
  notices: Notice[],
  begin: number,
  hear: (notice: Notice, index: number) => void,
): void {
  if (run.phase === 'over') return;
  const entries: ReturnType<typeof run.world.agenda.add>[] = [];
  run.sources.set(label, entries);
  for (const { at, first, notices: group } of groupsOf(notices, begin)) {
    const play = () =>
      group.forEach((notice, i) => {
        if (run.sources.get(label) !== entries) return;
        if (notice.kind) run.sources.delete(label);
        hear(notice, first + i);
        run.go();
      });
    if (at === 0) play();
    else entries.push(run.world.agenda.add(at, play));
  }
}
