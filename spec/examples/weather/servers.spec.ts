import { afterEach, describe, it, expect, jest } from '@jest/globals';
import { createServer } from 'node:http';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import type { Fate } from '../../../examples/weather/faults.js';
import { askProvider, putAggregate } from '../../../examples/weather/http.js';
import { listen, type Listening } from '../../../examples/weather/listen.js';
import { startProvider } from '../../../examples/weather/provider-server.js';
import { providerNames, providers } from '../../../examples/weather/providers.js';
import { RequestError, type RequestFailure } from '../../../examples/weather/request-error.js';
import { startSink } from '../../../examples/weather/sink.js';

const running: Listening[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

async function started<T extends Listening>(server: Promise<T>): Promise<T> {
  running.push(await server);
  return server;
}

/** A provider whose answers have these faults, one after the other, and none after the last. */
function withFaults(...faults: Fate['fault'][]): Promise<Listening> {
  return started(startProvider(cirrus, 0, () => ({ fault: faults.shift(), delay: 0 })));
}

async function failureOf(request: ReturnType<typeof askProvider>): Promise<RequestError> {
  const error: unknown = await lastValueFrom(request).then(
    (reading) => new Error(`got ${JSON.stringify(reading)}`),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(RequestError);
  return error as RequestError;
}

const { cirrus } = providers;
const anyReading = {
  time: expect.stringMatching(/^2010-07-\d\dT\d\d:00$/),
  celsius: expect.any(Number),
  metresPerSecond: expect.any(Number),
  hectopascals: expect.any(Number),
};

describe('servers of the weather example', () => {
  it.each(providerNames)('should let %s be asked', async (name) => {
    const { url } = await started(startProvider(providers[name], 0, () => ({ fault: undefined, delay: 0 })));
    const readings = await firstValueFrom(askProvider(url, providers[name]).pipe(toArray()));
    expect(readings).toEqual([anyReading]);
  });

  it('should answer 429 with Retry-After to those who ask too often', async () => {
    const { url } = await started(
      startProvider({ ...cirrus, every: 3_600_000 }, 0, () => ({ fault: undefined, delay: 0 })),
    );
    for (let allowed = 3; allowed > 0; allowed--) await lastValueFrom(askProvider(url, cirrus));
    const { failure, message, retryAfter } = await failureOf(askProvider(url, cirrus));
    expect(failure).toBe('rate-limit');
    expect(message).toBe(`answered 429 (Retry-After: ${retryAfter! / 1000})`);
    expect(retryAfter! % 1000).toBe(0);
    expect(retryAfter).toBeGreaterThan(3_000_000);
    expect(retryAfter).toBeLessThanOrEqual(3_600_000);
  });

  it.each<[Fate['fault'], RequestFailure, RegExp]>([
    ['error', 'status', /^answered 500$/],
    ['drop', 'connection', /^no answer: /],
    ['truncate', 'malformed', /^malformed answer: .*JSON/],
  ])('should tell of the fault %s, and answer the next request', async (fault, failure, message) => {
    const { url } = await withFaults(fault);
    const error = await failureOf(askProvider(url, cirrus));
    expect(error.failure).toBe(failure);
    expect(error.message).toMatch(message);
    expect(error.retryAfter).toBeUndefined();
    expect(await lastValueFrom(askProvider(url, cirrus))).toEqual(anyReading);
  });

  it('should tell of JSON of another shape', async () => {
    const { url } = await withFaults();
    const other = { ...providers.nimbus, path: cirrus.path };
    const { failure, message } = await failureOf(askProvider(url, other));
    expect(failure).toBe('malformed');
    expect(message).toBe('malformed answer: observation.local_time should be a string, got undefined');
  });

  it('should understand Retry-After as a date', async () => {
    const server = createServer((_, response) => {
      response.writeHead(503, { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() }).end();
    });
    const { url } = await started(listen(server, 0));
    const { failure, retryAfter } = await failureOf(askProvider(url, cirrus));
    expect(failure).toBe('status');
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60_000);
  });

  it('should tell of a provider that is down', async () => {
    const server = await listen(createServer(), 0);
    await server.close();
    const { failure, message } = await failureOf(askProvider(server.url, cirrus));
    expect(failure).toBe('connection');
    expect(message).toMatch(/^no answer: .*ECONNREFUSED/);
  });

  it('should not wait for an answer for ever', async () => {
    const server = createServer();
    const { url } = await started(listen(server, 0));
    const asked = new Promise((resolve) => server.once('request', resolve));
    // The time that RxJS waits, and no other.
    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
    });
    const failing = failureOf(askProvider(url, cirrus));
    await asked;
    jest.advanceTimersByTime(5000);
    jest.useRealTimers();
    expect(await failing).toMatchObject({ failure: 'connection', message: 'no answer within 5 s' });
  });

  it('should abort a request that is unsubscribed', async () => {
    const server = createServer();
    const asked = new Promise<void>((resolve) => {
      server.once('request', (request) => request.socket.once('close', () => resolve()));
    });
    const { url } = await started(listen(server, 0));
    const subscription = askProvider(url, cirrus).subscribe();
    server.once('request', () => subscription.unsubscribe());
    await asked;
  });

  it('should keep and count what is put', async () => {
    const sink = await started(startSink(0));
    const reading = { time: '2010-07-01T05:00', celsius: 12.8, metresPerSecond: 2.6, hectopascals: 1017.6 };
    const aggregate = { ...reading, from: ['cirrus' as const] };
    await lastValueFrom(putAggregate(sink.url, { ...aggregate, celsius: 1 }));
    await lastValueFrom(putAggregate(sink.url, aggregate));
    expect(sink.count).toBe(2);
    expect(await (await fetch(sink.url)).json()).toEqual(aggregate);
  });

  it('should tell of a port in use, and what to do', async () => {
    const sink = await started(startSink(0));
    const port = Number(new URL(sink.url).port);
    await expect(startSink(port)).rejects.toThrow(`port ${port} is in use (try another --port)`);
  });
});
