import { sharedPoll, smartPoll, type NativeObservable } from 'rxjs-smartpoll';

// What the types of the DOM do not have yet.
interface Producer<T> {
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
  addTeardown(teardown: () => void): void;
}
declare const Observable: new <T>(produce: (producer: Producer<T>) => void) => NativeObservable<T>;
const when = (target: EventTarget, type: string): NativeObservable<Event> =>
  (target as unknown as { when(type: string): NativeObservable<Event> }).when(type);

/** Uses the platform's Observables in every place that takes one; returns what happened, in order. */
export async function run(): Promise<string[]> {
  const log: string[] = [];
  // A loop gives the page its turn when it was busy for too long, so what follows an event may come after it.
  const until = async (last: string): Promise<void> => {
    while (log.at(-1) !== last) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const target = new EventTarget();
  const emit = (type: string): void => void target.dispatchEvent(new Event(type));
  const values = (...all: number[]): NativeObservable<number> =>
    new Observable((producer) => {
      producer.addTeardown(() => log.push('torn down'));
      for (const value of all) producer.next(value);
      producer.complete();
    });
  let producer!: Producer<boolean>;
  const pause = new Observable<boolean>((given) => {
    producer = given;
    given.addTeardown(() => log.push('pause is torn down'));
  });

  smartPoll({
    tasks: {
      work: {
        project: () => values(1, 2),
        next: (value) => (value === 2 ? values(20, 21) : [value]),
        complete: () => ['completed'],
      },
    },
    hooks: { clicks: { source: when(target, 'click'), next: (_, loop) => loop.schedule('work', 0) } },
    pause,
    drain: when(target, 'stop'),
  }).subscribe({ next: (value) => log.push(`${value}`), complete: () => log.push('the run completed') });

  emit('click');
  await until('completed');
  producer.next(true);
  log.push('paused');
  emit('click');
  log.push('nothing');
  producer.next(false);
  await until('completed');
  emit('stop');
  emit('click');
  await until('the run completed');

  smartPoll({
    tasks: {
      bad: { startDue: 0, project: () => new Observable<number>((given) => given.error('refused')) },
    },
  }).subscribe({ error: (error) => log.push(`failed: ${error}`) });
  await until('failed: refused');

  const endless = new Observable<number>((given) => given.addTeardown(() => log.push('cancelled')));
  const shared = sharedPoll<string, number>({ project: () => endless, every: values(5) });
  shared('key').subscribe().unsubscribe();
  return log;
}
