import type { ControlLoop } from '../index.js';
import type { LoopTelemetry } from './loop-telemetry.js';
import { override } from './override.js';

/**
 * The configuration, with each `project` and each handler called in the context of its span. Anything that `smartPoll()`
 * will refuse stays as it is.
 */
export function tracedConfig(config: any, telemetry: LoopTelemetry<any>): any {
  if (!isObject(config)) return config;
  const { tasks, entries, hooks, onRun, monitor = [] } = config;
  const known = new WeakMap<object, object>();

  /** A task of many keys stays one task. */
  const tracedTask = (task: any): any => {
    if (!isObject(task)) return task;
    let traced = known.get(task);
    if (traced === undefined) {
      const { project } = task;
      const own = isFunction(project)
        ? { project: (context: unknown) => telemetry.inRun(() => project.call(task, context)) }
        : {};
      known.set(task, (traced = override(task, { ...own, ...handlersOf(task) })));
    }
    return traced;
  };
  const tracedEntry = (entry: any): any => (Array.isArray(entry) ? [entry[0], tracedTask(entry[1])] : entry);
  const tracedHook = (hook: any): any => (isObject(hook) ? override(hook, handlersOf(hook)) : hook);

  /** Tasks that handlers add are traced, too. */
  const tracedLoop = (loop: ControlLoop<any>): ControlLoop<any> =>
    override(loop, { add: (key: unknown, task: unknown) => loop.add(key, tracedTask(task)) });
  const tracedHandler = (handler: any, owner?: object): any =>
    isFunction(handler)
      ? (...args: any[]) => {
          const loop = tracedLoop(args.pop());
          return telemetry.inTurn(() => handler.call(owner, ...args, loop));
        }
      : handler;
  const handlersOf = (source: any): object =>
    Object.fromEntries(
      ['next', 'error', 'complete']
        .filter((name) => isFunction(source[name]))
        .map((name) => [name, tracedHandler(source[name], source)]),
    );

  return override(config, {
    ...(isObject(tasks) && { tasks: mapped(tasks, tracedTask) }),
    ...(isFunction(entries?.[Symbol.iterator]) && { entries: iterated(entries, tracedEntry) }),
    ...(isObject(hooks) && { hooks: mapped(hooks, tracedHook) }),
    onRun: Array.isArray(onRun) ? onRun.map((handler) => tracedHandler(handler)) : tracedHandler(onRun),
    monitor: [telemetry, monitor].flat(),
  });
}

function mapped(values: object, map: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

/** Computed anew at each iteration: it may be a `Map` that grows. */
function iterated(values: Iterable<unknown>, map: (value: unknown) => unknown): Iterable<unknown> {
  return {
    *[Symbol.iterator]() {
      for (const value of values) yield map(value);
    },
  };
}

function isObject(value: any): boolean {
  return typeof value === 'object' && value !== null;
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
