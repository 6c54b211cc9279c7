import { concatMap, map, throwError, timer } from 'rxjs';
import { backoff, LoopCommands, pageHidden, smartPoll, type LoopEvent } from 'rxjs-smartpoll';

export type Service = 'price' | 'weather' | 'news';

/** What is kept of the past, in milliseconds. */
export const SPAN = 12_000;

/** The loop of the landing page: it really runs there, with timers in place of requests. */
export function createLiveLoop() {
  const commands = new LoopCommands<Service>();
  let events: LoopEvent<Service>[] = [];
  const failing = new Set<Service>();

  const delay = backoff({ initial: 500, max: 8_000, jitter: 'none' });
  const poll = (service: Service, latency: number, pace: () => number) => ({
    startDue: 0,
    project: () =>
      timer(latency).pipe(
        concatMap(() => (failing.has(service) ? throwError(() => new Error('503')) : [service])),
      ),
    next: (_: Service, loop: { schedule(key: Service, due: number): void }) => {
      loop.schedule(service, pace());
      return timer(120).pipe(map(() => service));
    },
    error: (_: unknown, loop: { failures: number; schedule(key: Service, due: number): void }) => {
      loop.schedule(service, delay(loop.failures));
    },
  });
  let answers = 0;
  const loop$ = smartPoll({
    tasks: {
      // Faster for a while, then slower: a price that moves now and then.
      price: poll('price', 250, () => (answers++ % 8 < 4 ? 600 : 2_400)),
      weather: poll('weather', 700, () => 3_000),
      news: poll('news', 400, () => 4_500),
    },
    hooks: { commands },
    pause: pageHidden(),
    monitor: {
      next(event) {
        events.push(event);
        // A run's beginning stays, and what began before the picture does.
        if (events.length > 600) events = events.slice(-400);
      },
    },
  });
  return {
    loop$,
    get events(): readonly LoopEvent<Service>[] {
      return events;
    },
    refresh: () => commands.post((loop) => loop.keys().forEach((key) => loop.scheduleSooner(key, 0))),
    setFailing: (service: Service, fails: boolean) =>
      fails ? failing.add(service) : failing.delete(service),
  };
}
