import { delay, mergeMap, of, throwError, timer } from 'rxjs';
import { backoff, LoopCommands, smartPoll, TaskStates, type Task } from 'rxjs-smartpoll';
import { defineSmartPollPanel, performanceTracks, type SmartPollPanel } from 'rxjs-smartpoll/devtools';

/** How many keys there are besides those with names: `?keys=5000`. */
const many = Number(new URLSearchParams(location.search).get('keys') ?? 12);

const states = new TaskStates<string>();
const commands = new LoopCommands<string>();

/** Polls a price that takes `latency` milliseconds, and fails in that share of all requests. */
function price(every: number, latency: number, fails = 0): Task<string, number> {
  return {
    startDue: () => Math.random() * every,
    repeatDue: every,
    retryDue: backoff({ initial: 1_000, max: 10_000 }),
    project: () =>
      timer(latency * (0.5 + Math.random())).pipe(
        mergeMap(() => (Math.random() < fails ? throwError(() => new Error('503')) : of(Math.random()))),
      ),
    next: () => of(undefined).pipe(delay(20)),
  };
}

smartPoll({
  entries: [
    ['AAPL', price(2_000, 300)],
    ['GOOG', price(3_000, 500, 0.4)],
    ['IBM', price(9_000, 6_000)],
    ['MSFT', price(1_000, 150)],
    ['on demand', { project: () => timer(800) }],
    ...Array.from({ length: many }, (_, i) => {
      const quote: Task<string, number> = { ...price(5_000, 700, 0.02), next: () => undefined };
      return [`quote ${i}`, { ...quote, limit: 'quotes' }] as const;
    }),
  ],
  limits: { quotes: { concurrent: Math.max(2, many >> 2) } },
  hooks: { commands },
  monitor: [states, performanceTracks()],
}).subscribe();

defineSmartPollPanel();
const panel = document.querySelector<SmartPollPanel<string>>('smart-poll-panel')!;
Object.assign(panel, { loop: states, commands });
