// What a page of the tests runs: a loop with a key of each kind, and as many others as `?keys=` says.
import { finalize, map, NEVER, of, Subject, throwError, timer } from 'rxjs';
import { LoopCommands, smartPoll, TaskStates, type LoopEvent, type Task } from 'rxjs-smartpoll';
import { defineSmartPollPanel, performanceTracks, type SmartPollPanel } from 'rxjs-smartpoll/devtools';

const parameters = new URLSearchParams(location.search);
const states = new TaskStates<string>();
const commands = new LoopCommands<string>();
const events = new Subject<LoopEvent<string>>();
const hang = new Subject<void>();

/** When the panel has observed the loop, and whether it listens to its changes. */
const observed: number[] = [];
let listeners = 0;
const loop: SmartPollPanel<string>['loop'] = {
  changes$: states.changes$.pipe(finalize(() => listeners--)),
  keys: () => states.keys(),
  explain: (key) => states.explain(key),
  snapshot() {
    observed.push(performance.now());
    return states.snapshot();
  },
};
const { changes$ } = loop;
Object.defineProperty(loop, 'changes$', { get: () => (listeners++, changes$) });

const hour = 3_600_000;
const run = smartPoll({
  entries: [
    ['beats', { startDue: 0, repeatDue: 500, project: () => timer(100), next: () => undefined }],
    ['fails', { startDue: 0, retryDue: hour, project: () => throwError(() => new Error('out of reach')) }],
    ['hangs', { startDue: 0, project: () => NEVER }],
    ['idle', { project: () => of('value'), next: () => undefined }],
    ['later', { startDue: 2 * hour, project: () => of('value') }],
    ...Array.from({ length: Number(parameters.get('keys') ?? 0) }, (_, i) => {
      const task: Task<string> = { startDue: 3 * hour + i, project: () => timer(50).pipe(map(() => i)) };
      return [`key ${i}`, task] as const;
    }),
  ],
  hooks: { commands, hang: { source: hang, next: () => NEVER } },
  monitor: [states, events, performanceTracks({ group: 'prices' })],
}).subscribe();

const panel = document.querySelector<SmartPollPanel<string>>('smart-poll-panel')!;
// Before the element is known, as a framework may do.
if (parameters.has('early')) Object.assign(panel, { loop, commands });
defineSmartPollPanel();
defineSmartPollPanel();
if (!parameters.has('early')) panel.loop = loop;

Object.assign(globalThis, { states, commands, hang, run, panel, observed, listeners: () => listeners });
