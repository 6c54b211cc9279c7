import { FROM_THE_START, type EventsFactory, type RemoteEvents } from './remote-queue.js';

/** Throws a `TypeError` unless `holds`. */
export function check(problem: string, holds: boolean): void {
  if (!holds) throw new TypeError(`smartPoll: ${problem}`);
}

/** Checks that `options` is an object, which has no options but these. */
export function checkOptions(of: string, options: object, ...names: string[]): void {
  check(`${of} needs an object of options`, typeof options === 'object' && options !== null);
  for (const name of Object.keys(options))
    check(`${of} has no option ${name}, only ${names.join(', ')}`, names.includes(name));
}

/** Makes the events of a queue. */
export function makeEvents(of: string, events: EventsFactory): RemoteEvents {
  check(
    `${of} needs events: (options) => new QueueEvents(name, { connection, ...options })`,
    typeof events === 'function',
  );
  const made = events({ ...FROM_THE_START });
  check(`${of} needs events that return what they make`, typeof made?.on === 'function');
  return made;
}
