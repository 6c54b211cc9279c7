// Runs a program of the playground in virtual time, and tells what it did. A worker runs one, and is then thrown away.
import * as rxjs from 'rxjs';
import * as operators from 'rxjs/operators';
import * as testing from 'rxjs/testing';
import * as smartpoll from 'rxjs-smartpoll';
import * as lease from 'rxjs-smartpoll/lease';
import * as tabs from 'rxjs-smartpoll/tabs';
import * as timeline from 'rxjs-smartpoll/timeline';
import { transform } from 'sucrase';
import { format, inspect } from './inspect.js';
import { Recorder } from './record.js';
import type { Failure, Line, Program, RunResult } from './result.js';
import { VirtualTime } from './virtual-time.js';

/** In real milliseconds; a program that takes longer in all is shown as far as it went. */
const PATIENCE = 3_000;
const MOST_LINES = 1_000;
const MOST_CHARACTERS = 2_000;
const START = Date.UTC(2026, 0, 1);
const SOURCE = 'playground.ts';
/** Lines that `AsyncFunction` puts before a body. */
const LINES_BEFORE = 2;

const realNow = performance.now.bind(performance);
const realTimeout = setTimeout;
const lines: Line[] = [];
const recorders: Recorder[] = [];
let failure: Failure | undefined;

const time = new VirtualTime(START, fail);
const { port1, port2 } = new MessageChannel();
/** A task of the host's own queue comes after all microtasks. */
const settle = () =>
  new Promise<void>((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });

function print(values: readonly unknown[], isError = false): void {
  if (lines.length > MOST_LINES) return;
  const text = lines.length === MOST_LINES ? '… and more' : format(values).slice(0, MOST_CHARACTERS);
  lines.push({ time: time.elapsed, text, isError });
}

/** The first error is what the page shows; all are printed. */
function fail(error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `Thrown: ${inspect(error)}`;
  print([message], true);
  failure ??= { message, line: lineOf(error) };
}

function lineOf(error: unknown): number | undefined {
  const line = new RegExp(`${SOURCE}:(\\d+)`).exec(String((error as Error | undefined)?.stack))?.[1];
  return line === undefined ? undefined : Number(line) - LINES_BEFORE;
}

function watched<C>(config: C): C {
  if (typeof config !== 'object' || config === null) return config;
  const recorder = new Recorder(START);
  recorders.push(recorder);
  const { monitor = [] } = config as { monitor?: unknown };
  return { ...config, monitor: [recorder, ...[monitor].flat()] };
}

const packages: Record<string, unknown> = {
  rxjs,
  'rxjs/operators': operators,
  'rxjs/testing': testing,
  'rxjs-smartpoll': {
    ...smartpoll,
    smartPoll: (config: any) => smartpoll.smartPoll(watched(config)),
    sharedPoll: (options: any) => smartpoll.sharedPoll(watched(options)),
    poll: (due: any, config: any = {}) => smartpoll.poll(due, watched(config)),
  },
  'rxjs-smartpoll/lease': lease,
  'rxjs-smartpoll/tabs': tabs,
  'rxjs-smartpoll/timeline': timeline,
};
function load(name: string): unknown {
  if (name in packages) return packages[name];
  throw new Error(`The playground has no package ${name}, only ${Object.keys(packages).join(', ')}`);
}

/** The same each time, so that a picture changes only with the code. */
function seededRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function prepare(): void {
  time.install(globalThis as any);
  Math.random = seededRandom();
  const log = (...values: unknown[]) => print(values);
  const warn = (...values: unknown[]) => print(values, true);
  Object.assign(console, { log, info: log, debug: log, warn, error: warn });
  const fetch = () =>
    Promise.reject(
      new TypeError('There is no network in the playground: use timer(300) as a stand-in for a request'),
    );
  Object.assign(globalThis, { fetch });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    fail(event.reason);
  });
}

const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;

function compile(code: string): (...args: unknown[]) => Promise<void> {
  try {
    const compiled = transform(code, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      production: true,
    });
    return new AsyncFunction('require', 'exports', `${compiled.code}\n//# sourceURL=${SOURCE}`) as any;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    const what = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    throw Object.assign(new SyntaxError(what), {
      line: loc?.line ?? Number(/\((\d+):\d+\)$/.exec(message)?.[1] ?? NaN),
    });
  }
}

async function run({ code, seconds }: Program): Promise<RunResult> {
  const result = (outcome: 'over' | 'end' | 'late'): RunResult => ({
    lines,
    loops: recorders.map(({ record }) => record).filter(({ events }) => events.length > 0),
    end: outcome === 'end' ? seconds * 1000 : time.elapsed,
    isOver: outcome === 'over',
    failure,
  });
  let program;
  try {
    program = compile(code);
  } catch (error) {
    const { message, line } = error as Error & { line: number };
    failure = { message: `SyntaxError: ${message}`, line: Number.isNaN(line) ? undefined : line };
    return result('over');
  }
  prepare();
  const stop = realNow() + PATIENCE;
  program(load, {}).catch(fail);
  const outcome = await time.runUntil(seconds * 1000, {
    settle,
    onInstant: () => recorders.forEach((recorder) => recorder.explain(START + time.elapsed)),
    isLate: () => realNow() > stop,
  });
  // What nobody catches is reported a little later.
  await new Promise((resolve) => realTimeout(resolve, 0));
  if (outcome === 'late')
    failure ??= {
      message: `Too much is happening: in ${PATIENCE / 1000} real seconds, only ${time.elapsed / 1000} virtual seconds have passed. Does a timer of 0 ms keep restarting itself?`,
    };
  return result(outcome);
}

addEventListener('message', ({ data }: MessageEvent<Program>) => {
  const answer = postMessage.bind(globalThis);
  void run(data).then(
    (result) => answer(JSON.parse(JSON.stringify(result))),
    (error: unknown) =>
      answer({ lines, loops: [], end: 0, isOver: true, failure: { message: String(error) } }),
  );
});
