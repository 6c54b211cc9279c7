import { tell } from './schedule.js';
import { count, type Event, type Lane, type Run } from './state.js';

/** An event joins its lane; a lane that was empty joins the end of the ring (3.2). */
export function enqueue(run: Run, event: Event): void {
  const { stage, hook } = event;
  const { events } = stage?.key ?? run.hooks.get(hook!)!;
  events.push(event);
  if (stage && !run.taskRing.includes(stage.key)) run.taskRing.push(stage.key);
  if (!run.ring.includes(hook)) run.ring.push(hook);
}

/** Takes the next event: the first lane in the ring gives one, and goes to the end if it has more. */
export function nextEvent(run: Run): Event | undefined {
  const [onRun] = run.first.splice(0, 1);
  if (onRun !== undefined) return onRunEvent(run, onRun);
  while (run.ring.length > 0) {
    const [name] = run.ring;
    const [key] = run.taskRing;
    const events = name === undefined ? key!.events : run.hooks.get(name)!.events;
    const event = events.shift()!;
    if (name === undefined) leave(run.taskRing, events.length > 0, isDropped(event));
    leave(run.ring, name === undefined ? run.taskRing.length > 0 : events.length > 0, isDropped(event));
    if (!isDropped(event)) return event;
  }
  return undefined;
}

/** The first in the ring had its turn. One that was dropped was none, so the lane keeps its place (5.1). */
function leave(ring: unknown[], hasMore: boolean, again: boolean): void {
  if (hasMore && again) return;
  const first = ring.shift();
  if (hasMore) ring.push(first);
}

/** A cancelled first stage has no more turns. */
function isDropped({ stage }: Event): boolean {
  return stage?.cancelled === true;
}

function onRunEvent({ world }: Run, index: number): Event {
  const label = `onRun ${index}`;
  return { handler: 'onRun', label, script: world.program.onRun![index]![count(world, label)] ?? {} };
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
