import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { Subject, type ObservableInput, type Subscription } from 'rxjs';
import { smartPoll, type ControlLoop } from '../../lib/index.js';
import { settled } from '../support/deferred.js';
import { watchProcess } from '../support/hostile.js';

watchProcess();

/** A stream that has a value to give, or waits for data, and whether it is closed. */
interface Made {
  readonly stream: ObservableInput<unknown>;
  readonly closed: () => boolean;
}
const streams: [kind: string, make: (waits: boolean) => Made][] = [
  [
    'a web stream',
    (waits) => {
      let cancelled = 0;
      const stream = new ReadableStream<unknown>({
        start: (controller) => (waits ? undefined : controller.enqueue(1)),
        cancel: () => void cancelled++,
      });
      return { stream: stream as unknown as ObservableInput<unknown>, closed: () => cancelled === 1 };
    },
  ],
  [
    'a Node stream',
    (waits) => {
      let read = 0;
      const stream = new Readable({
        objectMode: true,
        read() {
          if (!waits && read++ === 0) this.push(1);
        },
      });
      return { stream, closed: () => stream.destroyed };
    },
  ],
];
const cases = streams.flatMap(([kind, make]) =>
  [true, false].map(
    (waits) => [`${kind} ${waits ? 'that waits for data' : 'that gave a value'}`, make, waits] as const,
  ),
);

type Command = (loop: ControlLoop<any>) => void;
const fail: Command = () => {
  throw new Error('failed');
};

/** A run with these streams, one after the other, that does as it is told. */
function run(config: (next: () => ObservableInput<any>) => object, make: () => Made) {
  const made: Made[] = [];
  const commands = new Subject<Command>();
  const next = () => (made.push(make()), made.at(-1)!.stream);
  const { hooks, ...rest } = config(next) as { hooks?: object };
  const subscription = smartPoll({
    entries: [],
    ...rest,
    hooks: {
      ...hooks,
      commands: { source: commands, next: (command: Command, loop: ControlLoop<any>) => command(loop) },
    },
  } as never).subscribe({ error: () => undefined });
  return {
    subscription,
    tell: (command: Command) => commands.next(command),
    closed: () => made.map(({ closed }) => closed()),
  };
}

describe('a stream that is a first stage', () => {
  const ways: [
    how: string,
    end: (run: ReturnType<typeof started>) => void,
    task?: object,
    rest?: boolean[],
  ][] = [
    ['unsubscribing', ({ subscription }) => subscription.unsubscribe()],
    ['cancel', ({ tell }) => tell((loop) => loop.cancel('a'))],
    ['remove', ({ tell }) => tell((loop) => loop.remove('a'))],
    ['an error of the run', ({ tell }) => tell(fail)],
    ['switch', ({ tell }) => tell((loop) => loop.schedule('a', 0)), { overlap: 'switch' }, [false]],
    ['a timeout', () => undefined, { timeout: 1, error: () => undefined }],
    ['a timeout that no handler takes', () => undefined, { timeout: 1 }],
    ['a timeout of 0', () => undefined, { timeout: 0, error: () => undefined }],
    ['the failure of its own turn', () => undefined, { next: fail, timeout: 1 }],
  ];
  const started = (make: () => Made, task: object) =>
    run((project) => ({ tasks: { a: { startDue: 0, project, ...task } } }), make);

  describe.each(cases)('%s', (_, make, waits) => {
    it.each(ways)('should be closed by %s (4.3)', async (__, end, task = {}, rest = []) => {
      const it = started(() => make(waits), task);
      await settled();
      if (!('timeout' in task)) expect(it.closed()).toEqual([false]);
      end(it);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(it.closed()).toEqual([true, ...rest]);
      it.subscription.unsubscribe();
      await settled();
      expect(it.closed().every(Boolean)).toBe(true);
    });

    it('should be closed where the run is unsubscribed as project is called (4.3)', async () => {
      const { stream, closed } = make(waits);
      const subscription: Subscription = smartPoll({
        tasks: { a: { startDue: 1, project: () => (subscription.unsubscribe(), stream) } },
      }).subscribe();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(closed()).toBe(true);
    });
  });
});

describe.each(cases)('%s', (_, make, waits) => {
  const places: [place: string, config: (next: () => ObservableInput<any>) => object][] = [
    ['the source of a hook', (next) => ({ hooks: { source: { source: next(), next: () => undefined } } })],
    ['what a handler returned', (next) => ({ onRun: next })],
  ];
  it.each(places)('should be closed as the run is unsubscribed from: %s (4.3)', async (__, config) => {
    const { closed, subscription } = run(config, () => make(waits));
    await settled();
    expect(closed()).toEqual([false]);
    subscription.unsubscribe();
    await settled();
    expect(closed()).toEqual([true]);
  });

  it('should be closed as its hook ends: by an error of the run, by drain (4.3, 5.2)', async () => {
    for (const end of [fail, (loop: ControlLoop<any>) => loop.drain()]) {
      const { closed, tell } = run(places[0]![1], () => make(waits));
      await settled();
      tell(end);
      await settled();
      expect(closed()).toEqual([true]);
    }
  });

  it('should be closed by the turnTimeout of its turn (4.3, 3.9)', async () => {
    const { closed } = run(
      (next) => ({ onRun: next, turnTimeout: 1 }),
      () => make(waits),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed()).toEqual([true]);
  });

  it('should be closed as it drains the run, and as a run ends that it did not drain (4.3, 5.2)', async () => {
    const { closed, subscription } = run(
      (next) => ({ drain: next() }),
      () => make(waits),
    );
    await settled();
    expect(closed()).toEqual([!waits]);
    subscription.unsubscribe();
    await settled();
    expect(closed()).toEqual([true]);
  });
});
