import type { Recording, Scenario, TraceEvent } from '../../conformance/recording.js';
import type { Fact, KeyState } from '../fact.js';
import { callOf } from './program-of.js';

/** A recorded trace, its calls under the names this library has for them. */
export function renamed({ trace }: Recording): TraceEvent[] {
  return trace.map((event) => {
    if (event.ev !== 'call') return event;
    const { op } = callOf(event as any);
    return { ...event, ticks: undefined, op };
  });
}

/** What the model saw, in the form of a recorded trace. */
export function traceOf(scenario: Scenario, facts: readonly Fact[]): TraceEvent[] {
  const onRunCalls: number[] = [];
  return facts.flatMap((fact): TraceEvent[] => {
    const { t, ev } = fact;
    switch (ev) {
      case 'run':
        return [{ t, ev, run: fact.run, waitFor: waitFor(facts, fact) }];
      case 'start':
        return [{ t, ev, key: fact.key, n: fact.n }];
      case 'turn': {
        const state = Object.fromEntries(
          Object.entries(fact.state).map(([key, state]) => [key, brief(state)]),
        );
        const [source, part] = fact.of.split(/[ .:]/) as [string, string];
        if (source === 'onRun') {
          const index = Number(part);
          const n = (onRunCalls[index] = (onRunCalls[index] ?? -1) + 1);
          return [{ t, ev: 'runHook', index, n, state }];
        }
        if (fact.of.includes('.')) return [{ t, ev: 'taskHook', ...stageOf(fact.value!), state }];
        const value = scenario.hooks![source]![Number(fact.value!.split('.')[1])]!.value ?? 0;
        return [{ t, ev: 'event', hook: source, value, ok: true, state }];
      }
      case 'exit': {
        const [source, part] = fact.of.split(/[ .:]/) as [string, string];
        const of =
          source === 'onRun' ? `run:${part}` : fact.of.includes('.') ? `task:${source}` : `event:${source}`;
        return [{ t, ev, of }];
      }
      case 'call': {
        const { op, key, before, after, result, thrown } = fact;
        return [
          { t, ev, op, key, before: brief(before), after: brief(after), result, panic: thrown !== undefined },
        ];
      }
      case 'stopped': {
        const stage = stageOf(fact.of);
        const { honourCancel, firstStageTicks = 0 } = entryOf(scenario, stage) ?? {};
        // One that is at its end is not cut short by what its value does.
        const atEnd = facts.some(
          (fact) =>
            fact.ev === 'start' &&
            fact.key === stage.key &&
            fact.n === stage.n &&
            fact.t + firstStageTicks === t,
        );
        return honourCancel && !atEnd ? [{ t, ev: 'aborted', ...stage }] : [];
      }
      case 'end': {
        const { run, how, error = '' } = fact;
        if (error === 'AlreadyRunningError') return [{ t, ev: 'return', run, panic: true }];
        const err = how === 'unsubscribe' ? 'canceled' : (entryOf(scenario, stageOf(error))?.error ?? error);
        return [{ t, ev: 'return', run, err }];
      }
      default:
        return [];
    }
  });
}

/** The start a label such as `weather#2` or `weather#2.0` speaks of. */
function stageOf(label: string): { key: string; n: number } {
  const [key, n] = label.split(/[#.]/) as [string, string];
  return { key, n: Number(n) };
}

function entryOf({ tasks }: Scenario, { key, n }: { key: string; n: number }) {
  const entries = tasks[key];
  return entries?.[Math.min(n, entries.length - 1)];
}

function brief(state: KeyState | undefined) {
  return state && { running: state.running, next: state.due };
}

/** The keys the monitor is told a new run waits for. */
function waitFor(facts: readonly Fact[], run: Fact): string[] | undefined {
  const told = facts
    .slice(facts.indexOf(run))
    .find((fact) => fact.ev === 'turn' || (fact.ev === 'told' && fact.type === 'leftovers'));
  return told?.ev === 'told' ? told.about.split(' ') : undefined;
}
