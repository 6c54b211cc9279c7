import type { Call, Notice, Program, StageScript, TaskScript, TurnScript } from './program.js';

/** What a turn does in one instant. */
export interface Step {
  at: number;
  calls: Call[];
  emits: number;
  last: boolean;
}

/** The steps of a turn in order; the first is at 0, in the handler itself. */
export function stepsOf({ calls = [], length = 0, emits = [], fails, as }: TurnScript): Step[] {
  const all = [0, length, ...calls.map((call) => call.at ?? 0), ...emits];
  const instants = [...new Set(all)].sort((a, b) => a - b);
  const steps = instants.map((at) => ({
    at,
    calls: calls.filter((call) => (call.at ?? 0) === at),
    emits: emits.filter((emit) => emit === at).length,
    last: at === instants.at(-1),
  }));
  if (as === 'observable' || (as === undefined && steps.length > 1)) return steps;
  // A promise and a plain return have their say at their end alone, and not if they fail.
  const said = fails !== undefined ? 0 : as === 'promise' ? Math.min(emits.length, 1) : emits.length;
  for (const step of steps) step.emits = step.last ? said : 0;
  if (as === undefined || steps.length > 1) return steps;
  return [
    { ...steps[0]!, emits: 0, last: false },
    { ...steps[0]!, calls: [] },
  ];
}

/** Whether what the handler returns is an Observable. */
export function isObservable(script: TurnScript): boolean {
  return script.as === 'observable' || (script.as === undefined && stepsOf(script).length > 1);
}

/** Notices that fall on one instant come one after the other, with nothing in between. */
export function groupsOf(
  notices: readonly Notice[],
  shift: number,
): { at: number; first: number; notices: Notice[] }[] {
  const groups: { at: number; first: number; notices: Notice[] }[] = [];
  notices.forEach((notice, index) => {
    const at = notice.at - shift;
    const group = groups.at(-1);
    if (group?.at === at) group.notices.push(notice);
    else if (at >= 0) groups.push({ at, first: index, notices: [notice] });
  });
  return groups;
}

/** The script the start `n` of a key plays: the last one repeats. */
export function stageOf(stages: readonly StageScript[], n: number): StageScript {
  return stages[Math.min(n, stages.length - 1)]!;
}

/** The script of a key that `add` adds. */
export function addedScript({ spare, tasks }: Program, key: string): TaskScript {
  return spare?.[key] ?? tasks[key] ?? { stages: [{ notices: [{ at: 10, kind: 'complete' }] }] };
}
