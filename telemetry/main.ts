// Loops under telemetry whose tasks ask a real HTTP server, through clients that OpenTelemetry instruments: whose child is which request?
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { lastValueFrom, Observable, take } from 'rxjs';
import { smartPoll, type Task, type TaskContext } from 'rxjs-smartpoll';
import { telemetry } from 'rxjs-smartpoll/opentelemetry';

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
// What a client sends along is the span of the request: the server sees whose it is.
propagation.setGlobalPropagator({
  inject(place, carrier, setter) {
    const span = trace.getSpanContext(place);
    if (span !== undefined) setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-01`);
  },
  extract: (place) => place,
  fields: () => ['traceparent'],
});
registerInstrumentations({
  instrumentations: [
    new UndiciInstrumentation(),
    new HttpInstrumentation({ disableIncomingRequestInstrumentation: true }),
  ],
});
// It is patched as it is required.
const http = createRequire(import.meta.url)('http') as typeof import('node:http');

/** What the server was asked for, and with which trace. */
const asked: { path: string; traceId: string | undefined }[] = [];
const server = http.createServer((request, response) => {
  const path = request.url ?? '';
  asked.push({ path, traceId: request.headers['traceparent']?.toString().split('-')[1] });
  if (path.startsWith('/hangs')) return;
  if (path.startsWith('/drops')) return void request.socket.destroy();
  setTimeout(() => response.end('{}'), Math.random() * 5);
});
server.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;
const url = (path: string): string => `http://127.0.0.1:${port}${path}`;

/** A request by `fetch`, which is undici. */
const byFetch = async (path: string, signal?: AbortSignal): Promise<number> => {
  const response = await fetch(url(path), signal ? { signal } : {});
  await response.text();
  return response.status;
};
/** A request by `node:http`, made as it is subscribed to. */
const byHttp = (path: string): Observable<number> =>
  new Observable((subscriber) => {
    const request = http.get(url(path), (response: IncomingMessage) => {
      response.resume().once('end', () => {
        subscriber.next(response.statusCode ?? 0);
        subscriber.complete();
      });
    });
    request.once('error', (error) => subscriber.error(error));
    return () => request.destroy();
  });

let passed = 0;
let failed = 0;
async function test(name: string, work: () => Promise<string | undefined>): Promise<void> {
  exporter.reset();
  asked.length = 0;
  try {
    const said = await work();
    console.log(`✓ ${name}${said ? `: ${said}` : ''}`);
    passed++;
  } catch (error) {
    console.log(`✗ ${name}\n  ${(error as Error).stack?.replaceAll('\n', '\n  ')}`);
    failed++;
  }
}

/** The requests, each with the span whose child it is. */
const requests = (): { path: string; parent: ReadableSpan | undefined; span: ReadableSpan }[] => {
  const spans = exporter.getFinishedSpans();
  return spans
    .filter(({ kind }) => kind === SpanKind.CLIENT)
    .map((span) => ({
      span,
      path: new URL(String(span.attributes['url.full'] ?? span.attributes['http.url'])).pathname,
      parent: spans.find((it) => it.spanContext().spanId === span.parentSpanContext?.spanId),
    }));
};
const settled = () => delay(100);

await test('each request is a child of the run that makes it, and the server sees its trace', async () => {
  const RUNS = 20;
  const task = (
    ask: (path: string) => Observable<number> | Promise<number>,
  ): Task<string, number, number> => {
    let runs = 0;
    return {
      startDue: 0,
      project: ({ key }: TaskContext<string>) => ask(`/${key}`),
      next(status, loop) {
        if (++runs < RUNS) loop.schedule(loop.key, 0);
        return [status];
      },
    };
  };
  const entries = Array.from({ length: 20 }, (_, i): [string, Task<string, number, number>] =>
    i % 2 === 0 ? [`fetch-${i}`, task(byFetch)] : [`http-${i}`, task(byHttp)],
  );
  await lastValueFrom(smartPoll(telemetry({ entries }, { taskName: (key) => key })));
  await settled();
  const found = requests();
  assert.equal(found.length, 20 * RUNS);
  for (const { path, parent } of found) assert.equal(parent?.name, `poll ${path.slice(1)}`);
  assert.equal(new Set(found.map(({ parent }) => parent?.spanContext().spanId)).size, found.length);
  const traces = new Map(found.map(({ span, path }) => [span.spanContext().traceId, path]));
  for (const { path, traceId } of asked) assert.equal(traces.get(traceId!), path);
  return `${found.length} requests of ${entries.length} keys`;
});

await test('a request that a handler makes is a child of its turn', async () => {
  const loop$ = smartPoll(
    telemetry({
      tasks: {
        a: { startDue: 0, project: () => byFetch('/asked'), next: () => byHttp('/by-an-observable') },
        b: { startDue: 0, project: () => byHttp('/asked'), next: () => byFetch('/by-a-promise') },
      },
      onRun: () => byFetch('/as-it-begins'),
    }),
  );
  await lastValueFrom(loop$);
  await settled();
  const parents = Object.fromEntries(requests().map(({ path, parent }) => [path, parent?.name]));
  assert.deepEqual(parents, {
    '/as-it-begins': 'turn onRun',
    '/asked': 'poll',
    '/by-an-observable': 'turn next',
    '/by-a-promise': 'turn next',
  });
  return undefined;
});

await test('a request of a task that a handler has added is a child of its run', async () => {
  const late = { startDue: 0, project: () => byFetch('/late'), next: (status: number) => [status] };
  const loop$ = smartPoll(
    telemetry(
      { entries: new Map<string, Task<string, number, number>>(), onRun: (loop) => loop.add('late', late) },
      { taskName: (key: string) => key },
    ),
  );
  await lastValueFrom(loop$, { defaultValue: undefined });
  await settled();
  assert.deepEqual(
    requests().map(({ parent }) => parent?.name),
    ['poll late'],
  );
  return undefined;
});

await test('a request that fails, is dropped or is aborted ends as its run does', async () => {
  const loop$ = smartPoll(
    telemetry(
      {
        tasks: {
          drops: { startDue: 0, project: () => byFetch('/drops'), error: () => [1] },
          late: {
            startDue: 0,
            timeout: 50,
            project: ({ signal }: TaskContext) => byFetch('/hangs', signal),
            error: () => [1],
          },
          torn: { startDue: 0, project: () => byHttp('/hangs-too') },
        },
      },
      { taskName: (key) => key },
    ),
  );
  await lastValueFrom(loop$.pipe(take(2)));
  await settled();
  const runs = exporter.getFinishedSpans().filter(({ name }) => name.startsWith('poll'));
  assert.deepEqual(
    runs.map(({ name, attributes }) => [name, attributes['smartpoll.outcome'], attributes['error.type']]),
    [
      ['poll drops', 'failed', 'TypeError'],
      ['poll late', 'failed', 'TimeoutError'],
      ['poll torn', 'cancelled', undefined],
    ],
  );
  assert.deepEqual(
    requests()
      .map(({ path, parent }) => [path, parent?.name])
      .sort(),
    [
      ['/drops', 'poll drops'],
      ['/hangs', 'poll late'],
      ['/hangs-too', 'poll torn'],
    ],
  );
  return undefined;
});

server.close();
server.closeAllConnections();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
