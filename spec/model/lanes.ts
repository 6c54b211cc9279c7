import { tell } from './schedule.js';
import { count, type Event, type Lane, type Run, type Stage } from './state.js';

/** An event joins its lane; a lane that was empty joins the end of the ring (3.2). */
export function enqueue(run: Run, event: Event): void {
  if (event.stage) {
    const { key } = event.stage;
    if (key.events.push(event) === 1) run.taskRing.push(key);
    if (!run.ring.includes(undefined)) run.ring.push(undefined);
  } else {
    const lane = run.hooks.get(event.hook!)!;
    if (lane.events.push(event) === 1) run.ring.push(event.hook);
  }
}

/** Takes the next event: the first lane in the ring gives one, and goes to the end if it has more. */
export function nextEvent(run: Run): Event | undefined {
  if (run.first.length > 0) return onRunEvent(run, run.first.shift()!);
  if (run.ring.length === 0) return undefined;
  const name = run.ring.shift();
  if (name !== undefined) {
    const { events } = run.hooks.get(name)!;
    const event = events.shift();
    if (events.length > 0) run.ring.push(name);
    return event;
  }
  const key = run.taskRing.shift()!;
  const event = key.events.shift();
  if (key.events.length > 0) run.taskRing.push(key);
  if (run.taskRing.length > 0) run.ring.push(undefined);
  return event;
}

function onRunEvent({ world }: Run, index: number): Event {
  const label = `onRun ${index}`;
  return { handler: 'onRun', label, script: world.program.onRun![index]![count(world, label)] ?? {} };
}

/** The turns a cancelled stage caused and that have not begun are dropped (5.1). */
export function drop(run: Run, stage: Stage): void {
  const { key } = stage;
  if (key.events.length === 0) return;
  key.events.splice(0, Infinity, ...key.events.filter((event) => event.stage !== stage));
  if (key.events.length > 0) return;
  run.taskRing.splice(run.taskRing.indexOf(key), 1);
  if (run.taskRing.length === 0) run.ring.splice(run.ring.indexOf(undefined), 1);
}

/** Whether the mailbox of a hook has room for a value; if not, its policy has its say (5.9). */
export function admits(run: Run, hook: string, lane: Lane): boolean {
  const { limit, overflow } = run.world.program.hooks![hook]!.buffer ?? {
    limit: Infinity,
    overflow: 'error',
  };
  const values = lane.events.filter(({ handler }) => handler === 'next');
  if (values.length < limit) return true;
  if (overflow !== 'error') tell(run, 'overflow', hook);
  if (overflow === 'drop-oldest') lane.events.splice(lane.events.indexOf(values[0]!), 1);
  return overflow === 'drop-oldest';
}
