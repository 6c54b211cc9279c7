import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { from, fromEvent, NEVER, Observable, Subject, type ObservableInput } from 'rxjs';
import { smartPoll, type ControlLoop } from '../../lib/index.js';
import { interop } from '../support/interop.js';

/** What goes on for ever, and is held by the world outside for as long: by a server, a socket, a page. */
const world: unknown[] = [];
const held = <T>(it: T): T => {
  world.push(it);
  return it;
};

const endless = held(new Promise<never>(() => undefined));
const target = held(new EventTarget());
setMaxListeners(0, target);
const subject = held(new Subject<unknown>());
const iterable = (iterator: Partial<AsyncIterator<unknown>>): AsyncIterable<unknown> => ({
  [Symbol.asyncIterator]: () => held({ next: () => endless, ...iterator }),
});

/** Each kind of source, pending for ever. */
export const kinds = {
  'a Promise': () => endless,
  'an async iterator': () => iterable({}),
  'an async iterator whose return() never settles': () => iterable({ return: () => endless }),
  'an async generator': () =>
    held(
      (async function* () {
        yield await endless;
      })(),
    ),
  'a web stream': () => held(new ReadableStream<unknown>()),
  'a Node stream': () => held(new Readable({ read: () => undefined })),
  fromEvent: () => fromEvent(target, 'event'),
  'a Subject': () => subject,
  'an Observable of a Promise': () => from(endless),
  "another library's Observable": () => interop(subject),
} satisfies Record<string, () => ObservableInput<unknown>>;
export type Kind = keyof typeof kinds;

/** What cannot be stopped: the next run of the same loop waits for it (4.4). */
export const unstoppable: readonly Kind[] = [
  'a Promise',
  'an async iterator',
  'an async iterator whose return() never settles',
  'an async generator',
];

/** What is read once. */
const once: readonly Kind[] = ['an async generator', 'a web stream', 'a Node stream'];
const observables: readonly Kind[] = [
  'fromEvent',
  'a Subject',
  'an Observable of a Promise',
  "another library's Observable",
];

type Command = (loop: ControlLoop<any>) => void;
type Config = Parameters<typeof smartPoll>[0];

/** Where a source may stand. */
export const places = {
  'as the source of a hook': (source) => ({ hooks: { source: { source: source() } } }),
  'as a first stage': (source) => ({ tasks: { work: { startDue: 0, project: source } } }),
  'in a turn': (source) => ({ hooks: { turn: { source: [1], next: () => source() as never } } }),
  'as drain': (source) => ({ drain: source() }),
  'as pause': (source) => ({ pause: source() as never }),
} satisfies Record<string, (source: () => ObservableInput<unknown>) => object>;
export type Place = keyof typeof places;

const turns = async (count = 3): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => void setTimeout(resolve, 1));
};

/** What one frame of the stack may still hold, or V8 for itself. */
export const STRAY = 2;

/** How many of these are still there after a collection. */
async function aliveOf(marks: readonly WeakRef<object>[]): Promise<number> {
  let alive = marks.length;
  for (let i = 0; i < 10 && alive > STRAY; i++) {
    await turns(1);
    globalThis.gc!();
    alive = marks.filter((mark) => mark.deref() !== undefined).length;
  }
  return alive;
}

const RESTARTS = 10;

/** What is there of each of so many runs, which were unsubscribed or failed while their source was pending. */
async function restarted(place: Place, kind: Kind, anew: boolean): Promise<[alive: number, of: number]> {
  const marks: WeakRef<object>[] = [];
  const failure = held(new Subject<void>());
  // The only part of a run that waits for what is left of another which can be seen from outside.
  const watching = new Observable((subscriber) => void marks.push(new WeakRef(subscriber)));
  const fail = () => {
    throw new Error('failed');
  };
  const make = () => {
    const made = places[place](kinds[kind]) as { hooks?: object };
    return smartPoll({
      entries: [],
      ...made,
      hooks: {
        ...made.hooks,
        watching: { source: watching },
        failure: { source: failure, next: fail },
      },
      onRun: (loop: ControlLoop<any>) => {
        const mark = {};
        // Among the timers and the keys, it is there for as long as any part of the run is.
        loop.add(mark, { startDue: 1e6, project: () => NEVER });
        marks.push(new WeakRef(mark), new WeakRef(loop));
      },
    } as Config);
  };
  let loop$ = make();
  for (let i = 0; i < RESTARTS; i++) {
    const observer = { next: () => undefined, error: () => undefined };
    marks.push(new WeakRef(observer));
    const subscription = loop$.subscribe(observer);
    await turns(1);
    if (i % 2 === 0) failure.next(); // One that waits for what is left hears of it too late.
    subscription.unsubscribe();
    if (anew && i % 2 === 1) loop$ = make();
  }
  await turns();
  const alive = subject.observed ? marks.length : await aliveOf(marks);
  loop$.subscribe().unsubscribe(); // The loop itself is here until now.
  return [alive, marks.length];
}

/** What is there of each of so many keys whose first stage ended while it was pending, in a run that goes on. */
async function removed(kind: Kind, timeout?: number, waits = false): Promise<[alive: number, of: number]> {
  const marks: WeakRef<object>[] = [];
  const tell = new Subject<Command>();
  const run = smartPoll({
    entries: [],
    hooks: { tell: { source: tell, next: (command: Command, loop: ControlLoop<any>) => command(loop) } },
  } as never).subscribe();
  const added = (): WeakRef<object> => {
    const key = {};
    tell.next((loop) =>
      loop.add(key, {
        startDue: 0,
        project: () => kinds[kind](),
        error: () => undefined,
        ...(timeout !== undefined && { timeout }),
      }),
    );
    return new WeakRef(key);
  };
  for (let i = 0; i < RESTARTS; i++) marks.push(added());
  if (waits) await turns(3 + timeout!);
  else await turns(1);
  tell.next((loop) => loop.keys().forEach((key) => void loop.remove(key)));
  await turns(3 + (timeout ?? 0));
  const alive = await aliveOf(marks);
  run.unsubscribe();
  return [alive, marks.length];
}

/** What is tried, by name. */
export const scenarios: Record<string, () => Promise<[alive: number, of: number]>> = {};
for (const kind of Object.keys(kinds) as Kind[]) {
  for (const place of Object.keys(places) as Place[]) {
    if (place === 'as pause' && !observables.includes(kind)) continue;
    scenarios[`${kind} ${place}, two of each loop`] = () => restarted(place, kind, true);
    if (!once.includes(kind) || !['as the source of a hook', 'as drain'].includes(place))
      scenarios[`${kind} ${place}, of one loop`] = () => restarted(place, kind, false);
  }
  if (!unstoppable.includes(kind))
    scenarios[`${kind} as the first stage of a key that is removed`] = () => removed(kind);
  scenarios[`${kind} as a first stage that timed out`] = () => removed(kind, 2, true);
  scenarios[`${kind} as a first stage that was cancelled, and whose timeout is over`] = () =>
    removed(kind, 20);
}
