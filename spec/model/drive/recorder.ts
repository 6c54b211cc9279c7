import { Observable, Subject, TimeoutError } from 'rxjs';
import { Agenda, type Entry } from '../agenda.js';
import { groupsOf } from '../scripts.js';
import type { ControlLoop } from '../../../lib/index.js';
import type { Fact, KeyState, Seen } from '../fact.js';
import type { Notice, Program, TurnScript } from '../program.js';

/** A value of a source: its label, and the notice that tells what its handler does. */
export class Scripted {
  constructor(
    readonly label: string,
    readonly notice: Notice = { at: 0 },
  ) {}
}

/** An error of a source, or of a handler. */
export class ScriptedError extends Error {
  constructor(
    readonly label: string,
    readonly notice: Notice = { at: 0 },
  ) {
    super(label);
  }
}

/** What a value or an error is called in the facts: its label, or its class. */
export function labelOf(value: unknown): string {
  if (isScripted(value)) return value.label;
  if (value instanceof TimeoutError) return value.name; // Its class is an implementation of that.
  return String((value as object | undefined)?.constructor.name);
}

/** What its handler is to do. */
export function turnOf(value: unknown): TurnScript {
  return (isScripted(value) && value.notice.turn) || {};
}

function isScripted(value: unknown): value is Scripted | ScriptedError {
  return value instanceof Scripted || value instanceof ScriptedError;
}

/** Virtual time, and what is seen of the library in it. */
export class Recorder {
  readonly agenda = new Agenda();
  readonly facts: Fact[] = [];
  /** The signals of first stages and turns, by label. */
  readonly signals: [string, AbortSignal][] = [];
  /** How many sources are subscribed to. */
  open = 0;
  /** Unsubscribes the active run. */
  stop: (() => void) | undefined;
  /** The loop of the turn that ended last. */
  previous: ControlLoop<string> | undefined;
  /** What handlers push, by hook. */
  private readonly pushes = new Subject<{ hook: string; event: Scripted }>();
  /** How often each script was begun, over all runs. */
  private readonly plays: Record<string, number> = {};

  constructor(readonly program: Program) {}

  readonly note = (fact: Seen): void => {
    this.facts.push({ t: this.agenda.now, ...fact });
  };

  /** The n-th time, from 0, that this is asked for. */
  count(what: string): number {
    return (this.plays[what] = (this.plays[what] ?? -1) + 1);
  }

  /** An event for a hook, from inside a turn. */
  push(hook: string): void {
    this.pushes.next({ hook, event: new Scripted(`${hook}.push${this.count(`push ${hook}`)}`) });
  }

  /** Plays notices to each subscriber. Their times count from the subscription, or from the beginning of all. */
  source(label: string, notices: readonly Notice[], hot = false): Observable<Scripted> {
    const { agenda } = this;
    return new Observable<Scripted>((subscriber) => {
      let over = false;
      const entries: Entry[] = [];
      this.open++;
      subscriber.add(() => {
        this.open--;
        entries.forEach((entry) => agenda.remove(entry));
        if (!over && !/^(pause|drain)/.test(label)) this.note({ ev: 'stopped', of: label });
        if (over && this.program.releases && label.includes('#')) this.note({ ev: 'released', of: label });
      });
      const emit = (notice: Notice, index: number) => {
        if (subscriber.closed) return;
        if (notice.kind) over = true;
        if (notice.kind === 'complete') subscriber.complete();
        else if (notice.kind === 'error') subscriber.error(new ScriptedError(`${label}.${index}`, notice));
        else subscriber.next(new Scripted(`${label}.${index}`, notice));
      };
      if (this.program.hooks?.[label]) {
        subscriber.add(this.pushes.subscribe(({ hook, event }) => hook === label && subscriber.next(event)));
      }
      for (const { at, first, notices: group } of groupsOf(notices, hot ? agenda.now : 0)) {
        const play = () => group.forEach((notice, i) => emit(notice, first + i));
        if (at === 0) play();
        else entries.push(agenda.add(at, play));
      }
    });
  }
}

/** What a loop tells about a key (1.7, 1.8, 7.3); nothing if it has no such key or works no longer. */
export function stateOf(loop: ControlLoop<string>, key: string): KeyState | undefined {
  try {
    if (!loop.has(key)) return undefined;
    const due = loop.dueTime(key)?.getTime() ?? null;
    const { message, ...explanation } = loop.explain(key);
    const since = 'dueTime' in explanation ? (explanation.dueTime?.getTime() ?? null) : due;
    const place = explanation.reason === 'concurrent' ? ` ${explanation.place}` : '';
    const told = since !== due ? ` ${since}` : '';
    return { running: loop.isRunning(key), due, why: message && explanation.reason + place + told };
  } catch {
    return undefined;
  }
}
