import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { context, createContextKey, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { Readable } from 'node:stream';
import {
  defer,
  EMPTY,
  firstValueFrom,
  ignoreElements,
  NEVER,
  Observable,
  of,
  Subject,
  throwError,
  timer,
  VirtualTimeScheduler,
  type ObservableInput,
} from 'rxjs';
import { LoopCommands, smartPoll, type Task, type TaskContext } from '../../lib/index.js';
import { telemetry } from '../../lib/opentelemetry/index.js';
import { FakeNative } from '../support/fake-native.js';
import { activeSpan, recorded, useContexts } from './recorded.js';

let world: ReturnType<typeof recorded>;
let restore: () => void;
/** Its clock stands still: what is due is done at once, however busy the host is. */
let scheduler: VirtualTimeScheduler;

beforeEach(() => {
  world = recorded();
  scheduler = new VirtualTimeScheduler();
  restore = useContexts();
});
afterEach(() => restore());

/** The names of the spans, each after that of its parent. */
const tree = () => {
  const { spans } = world;
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  return spans.map(({ name, parentSpanContext: parent }) =>
    parent === undefined ? name : `${names.get(parent.spanId)} > ${name}`,
  );
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('spans', () => {
  it('should be one for a run of a task, with its turns as children, each run a trace of its own', () => {
    const { tracerProvider } = world;
    smartPoll(
      telemetry(
        {
          scheduler,
          tasks: {
            a: {
              startDue: 0,
              project: () => of(1, 2),
              next: () => undefined,
              complete: (loop) => loop.schedule('b', 0),
            },
            b: { project: () => EMPTY },
          },
          onRun: () => undefined,
        },
        { tracerProvider, taskName: (key) => key, name: 'loop' },
      ),
    ).subscribe();
    expect(tree()).toEqual([
      'turn onRun',
      'poll a > turn next',
      'poll a > turn next',
      'poll a > turn complete',
      'poll a',
      'poll b',
    ]);
    const traces = world.spans
      .filter(({ name }) => name.startsWith('poll'))
      .map((span) => span.spanContext().traceId);
    expect(new Set(traces).size).toBe(2);
    expect(world.spans[4]!.attributes).toEqual({
      'smartpoll.loop.name': 'loop',
      'smartpoll.task.name': 'a',
      'smartpoll.outcome': 'completed',
    });
    expect(world.spans[4]!.events.map(({ name }) => name)).toEqual(['stage-end']);
    expect(world.spans[1]!.attributes).toEqual({
      'smartpoll.loop.name': 'loop',
      'smartpoll.task.name': 'a',
      'smartpoll.handler': 'next',
    });
    expect(world.open).toBe(0);
  });

  it('should name no key by themselves', () => {
    const { tracerProvider } = world;
    smartPoll(
      telemetry({ scheduler, tasks: { secret: { startDue: 0, project: () => EMPTY } } }, { tracerProvider }),
    ).subscribe();
    expect(tree()).toEqual(['poll']);
    expect(JSON.stringify(world.spans.map(({ attributes }) => attributes))).not.toContain('secret');
  });

  it('should tell the error of a run', () => {
    const { tracerProvider } = world;
    smartPoll(
      telemetry(
        {
          scheduler,
          tasks: {
            a: { startDue: 0, project: () => throwError(() => new RangeError('no')), error: () => undefined },
          },
        },
        { tracerProvider },
      ),
    ).subscribe();
    const run = world.spans.at(-1)!;
    expect(run.status.code).toBe(SpanStatusCode.ERROR);
    expect(run.attributes).toEqual({ 'smartpoll.outcome': 'failed', 'error.type': 'RangeError' });
    expect(run.events.map(({ name, attributes }) => attributes?.['exception.message'] ?? name)).toEqual([
      'stage-end',
      'no',
    ]);
  });

  it.each([undefined, null, 'text', 0, {}, Object.create(null)])(
    'should tell an error that is none: %p',
    (error) => {
      const { tracerProvider } = world;
      smartPoll(
        telemetry(
          {
            scheduler,
            tasks: { a: { startDue: 0, project: () => throwError(() => error), error: () => undefined } },
          },
          { tracerProvider },
        ),
      ).subscribe();
      const run = world.spans.at(-1)!;
      expect(run.attributes).toEqual({ 'smartpoll.outcome': 'failed', 'error.type': '_OTHER' });
      expect(run.status.code).toBe(SpanStatusCode.ERROR);
      expect(run.events.map(({ name }) => name)).toEqual(['stage-end', 'exception']);
    },
  );

  it('should tell the error of a turn that ends the loop', () => {
    const { tracerProvider } = world;
    smartPoll(
      telemetry(
        {
          scheduler,
          tasks: {
            a: {
              startDue: 0,
              project: () => of(1),
              next: () => {
                throw new RangeError();
              },
            },
          },
        },
        { tracerProvider },
      ),
    ).subscribe({ error: () => undefined });
    expect(tree()).toEqual(['poll > turn next', 'poll']);
    expect(world.spans.map(({ status }) => status.code)).toEqual([
      SpanStatusCode.ERROR,
      SpanStatusCode.UNSET,
    ]);
    expect(world.open).toBe(0);
  });

  it('should have ended as their run of the loop is torn down, whatever went on', () => {
    const { tracerProvider } = world;
    const loop$ = smartPoll(
      telemetry(
        {
          scheduler,
          tasks: {
            a: { startDue: 0, project: () => of(1), next: () => NEVER },
            b: { startDue: 0, project: () => NEVER },
            c: { startDue: 0, project: () => new Promise(() => undefined), timeout: 1 },
          },
        },
        { tracerProvider },
      ),
    );
    loop$.subscribe().unsubscribe();
    expect(tree()).toEqual(['poll > turn next', 'poll', 'poll', 'poll']);
    expect(world.spans.map(({ attributes }) => attributes['smartpoll.outcome'])).toEqual([
      undefined,
      'completed',
      'cancelled',
      'cancelled',
    ]);
    expect(world.open).toBe(0);
  });

  it('should end with a key that is cancelled or removed', async () => {
    const { tracerProvider } = world;
    let settle: (() => void) | undefined;
    const end = new Promise<void>((resolve) => (settle = resolve));
    const commands = new LoopCommands<string>(false);
    const tasks = ['a', 'b', 'c'].map((key): [string, Task<string>] => [
      key,
      { startDue: 0, project: () => (key === 'c' ? end : NEVER) },
    ]);
    smartPoll(
      telemetry(
        { scheduler, entries: tasks, hooks: { commands } },
        { tracerProvider, taskName: (key: string) => key },
      ),
    ).subscribe();
    commands.post((loop) => {
      loop.cancel('a');
      loop.remove('b');
      loop.cancel('c'); // A Promise that goes on.
    });
    expect(tree()).toEqual(['poll a', 'poll b', 'turn next']);
    expect(world.open).toBe(1);
    settle!();
    await end;
    await settled();
    expect(world.spans.at(-1)).toMatchObject({
      name: 'poll c',
      attributes: { 'smartpoll.outcome': 'cancelled' },
    });
    expect(world.open).toBe(0);
  });

  it('should begin anew with each run of the loop', () => {
    const { tracerProvider } = world;
    const loop$ = smartPoll(
      telemetry({ scheduler, tasks: { a: { startDue: 0, project: () => NEVER } } }, { tracerProvider }),
    );
    for (let i = 0; i < 3; i++) loop$.subscribe().unsubscribe();
    expect([tree(), world.open]).toEqual([['poll', 'poll', 'poll'], 0]);
  });

  it('should keep the context of the subscription, but not its span', () => {
    const { tracerProvider } = world;
    const tenant = createContextKey('tenant');
    const seen: unknown[] = [];
    const start = tracerProvider.getTracer('test').startSpan('start');
    const place = trace.setSpan(ROOT_CONTEXT.setValue(tenant, 'mine'), start);
    const loop$ = smartPoll(
      telemetry(
        {
          scheduler,
          tasks: { a: { startDue: 0, project: () => (seen.push(context.active().getValue(tenant)), EMPTY) } },
        },
        { tracerProvider },
      ),
    );
    context.with(place, () => loop$.subscribe());
    expect([seen, tree()]).toEqual([['mine'], ['poll']]);
  });

  it('should have no name where one cannot be made', () => {
    const { tracerProvider } = world;
    const seen: unknown[] = [];
    const task = { startDue: 0, project: () => (seen.push(activeSpan()), EMPTY) };
    const taskName = (key: string): string => {
      if (key === 'b') throw new Error();
      return key;
    };
    smartPoll(
      telemetry({ scheduler, tasks: { a: task, b: task } }, { tracerProvider, taskName }),
    ).subscribe();
    expect(seen).toEqual(['poll a', 'poll']);
  });

  it('should not be there without a monitor, and everything works', () => {
    const { tracerProvider } = world;
    const config = telemetry(
      { scheduler, tasks: { a: { startDue: 0, project: () => of(1), next: (value) => [value] } } },
      { tracerProvider },
    );
    const values: number[] = [];
    smartPoll({ ...config, monitor: [] }).subscribe((value) => values.push(value));
    expect([values, tree()]).toEqual([[1], []]);
  });
});

describe('the context of a run', () => {
  const kinds: Record<string, (say: () => void) => ObservableInput<unknown>> = {
    'as project is called': (say) => (say(), EMPTY),
    'as an Observable is subscribed to': (say) => defer(() => (say(), EMPTY)),
    'as an Observable emits later': (say) =>
      new Observable((subscriber) => {
        setTimeout(() => (say(), subscriber.complete()), 1);
      }),
    'in an async function': async (say) => {
      await settled();
      say();
    },
    'in an async generator': async function* (say) {
      yield 1;
      await settled();
      say();
    },
    'in an async iterable': (say) => ({
      [Symbol.asyncIterator]: () => ({
        next: () => (say(), Promise.resolve({ done: true, value: undefined })),
      }),
    }),
    'as an Observable of another library is subscribed to': (say) => {
      const other = {
        subscribe: (observer: { complete(): void }) => (say(), observer.complete(), { unsubscribe() {} }),
      };
      return {
        ['@@observable']: () => other,
        ...(Symbol.observable && { [Symbol.observable]: () => other }),
      } as never;
    },
    'as an Observable of the platform is subscribed to': (say) =>
      new FakeNative<number>((subscriber) => (say(), subscriber.complete())) as never,
    'as a web stream is read': (say) =>
      new ReadableStream({ start: (controller) => (say(), controller.close()) }) as never,
  };

  it.each(Object.keys(kinds))('should be there %s', async (kind) => {
    const { tracerProvider } = world;
    const seen: unknown[] = [];
    const project = ({ key }: TaskContext) => kinds[kind]!(() => seen.push([key, activeSpan()]));
    const task = { startDue: 0, project, next: () => undefined };
    const run$ = smartPoll(
      telemetry({ tasks: { a: task, b: task } }, { tracerProvider, taskName: (key) => key }),
    );
    await firstValueFrom(run$, { defaultValue: undefined });
    expect(seen).toEqual([
      ['a', 'poll a'],
      ['b', 'poll b'],
    ]);
    expect(world.open).toBe(0);
  });

  it.each(Object.keys(kinds))('should be that of the turn in a handler: %s', async (kind) => {
    const { tracerProvider } = world;
    const seen: unknown[] = [];
    const handler = () => kinds[kind]!(() => seen.push(activeSpan())) as Observable<never>;
    const tick$ = new Subject<void>();
    const run$ = smartPoll(
      telemetry(
        {
          tasks: { a: { startDue: 0, project: () => settled(), next: handler, complete: handler } },
          hooks: { tick: { source: tick$, next: handler, complete: handler } },
          onRun: [handler, handler],
        },
        { tracerProvider },
      ),
    );
    const end = firstValueFrom(run$.pipe(ignoreElements()), { defaultValue: undefined });
    tick$.next();
    tick$.complete();
    await end;
    expect(seen.sort()).toEqual([
      ...['turn complete', 'turn complete', 'turn next', 'turn next', 'turn onRun', 'turn onRun'],
    ]);
  });

  it('should be there as an iterator is told that the run is over', () => {
    const { tracerProvider } = world;
    const seen: unknown[] = [];
    const iterator = {
      next: () => new Promise<never>(() => undefined),
      return: () => (seen.push(activeSpan()), Promise.resolve({ done: true as const, value: undefined })),
    };
    const project = () => ({ [Symbol.asyncIterator]: () => iterator });
    const run$ = smartPoll(
      telemetry(
        { scheduler, tasks: { a: { startDue: 0, project } } },
        { tracerProvider, taskName: (key) => key },
      ),
    );
    run$.subscribe().unsubscribe();
    expect(seen).toEqual(['poll a']);
  });

  it('should keep no stream that waits for data from being let go of', async () => {
    const { tracerProvider } = world;
    const seen: string[] = [];
    const web = new ReadableStream<number>({ cancel: () => void seen.push('cancelled') });
    const node = new Readable({ read: () => undefined }).on('close', () => seen.push('closed'));
    const tasks = {
      web: { startDue: 0, project: () => web as AsyncIterable<number> },
      node: { startDue: 0, project: () => node as AsyncIterable<number> },
    };
    const run = smartPoll(telemetry({ scheduler, tasks }, { tracerProvider })).subscribe();
    await settled();
    run.unsubscribe();
    await settled();
    expect(seen.sort()).toEqual(['cancelled', 'closed']);
  });

  it('should not leak into what the run makes happen', async () => {
    const { tracerProvider } = world;
    const seen: unknown[] = [];
    const say = (what: string) => seen.push([what, activeSpan()]);
    const tick$ = new Subject<void>();
    const run$ = smartPoll(
      telemetry(
        {
          tasks: {
            a: {
              startDue: 0,
              project: () => settled().then(() => tick$.next()),
              next: (_, loop) => loop.schedule('b', 0),
            },
            b: { project: () => (say('b'), timer(5)), next: () => void say('next of b') },
          },
          hooks: { tick: { source: tick$, next: () => void say('tick') } },
          drain: timer(100),
        },
        { tracerProvider, taskName: (key) => key },
      ),
    );
    await firstValueFrom(run$, { defaultValue: undefined });
    expect(seen).toEqual([
      ['tick', 'turn next'],
      ['b', 'poll b'],
      ['next of b', 'turn next'],
    ]);
    expect(tree()).toEqual(['turn next', 'poll a > turn next', 'poll a', 'poll b > turn next', 'poll b']);
  });

  it('should be there for tasks that a handler adds', () => {
    const { tracerProvider } = world;
    const seen: unknown[] = [];
    const task = { startDue: 0, project: () => (seen.push(activeSpan()), EMPTY) };
    smartPoll(
      telemetry(
        { scheduler, entries: new Map<string, Task<string>>(), onRun: ({ add }) => void add('late', task) },
        { tracerProvider, taskName: (key: string) => key },
      ),
    ).subscribe();
    expect(seen).toEqual(['poll late']);
  });
});
