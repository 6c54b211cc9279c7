import { TASKS, count, tell, type Event, type Lane, type Ring, type Run, type Stage } from './state.js';

/** An event joins its lane; a lane that had none joins the end of the line. */
export function enqueue({ hooks, lanes, tasks }: Run, event: Event): void {
  const { stage, hook } = event;
  (stage?.key ?? hooks.get(hook!)!).events.push(event);
  if (stage) join(tasks, stage.key);
  join(lanes, stage ? TASKS : hook!);
}

/** Takes the next event, from the first lane in line that has one; `onRun` handlers go first (4.1). */
export function nextEvent(run: Run): Event | undefined {
  const { first, hooks, lanes, tasks } = run;
  if (first.length > 0) return onRunEvent(run, first.shift()!);
  rejoin(tasks, ({ events }) => events.length > 0);
  rejoin(lanes, (lane) => (lane === TASKS ? tasks.line.length > 0 : hooks.get(lane)!.events.length > 0));
  return serve(lanes, (lane) =>
    lane === TASKS ? serve(tasks, ({ events }) => events.shift()) : hooks.get(lane)!.events.shift(),
  );
}

/** A cancelled first stage has no more turns; its key keeps its place in line (5.1). */
export function drop({ key }: Stage): void {
  key.events.splice(0, Infinity, ...key.events.filter(({ stage }) => !stage!.cancelled));
}

function join<T>({ line, served }: Ring<T>, lane: T): void {
  if (lane !== served && !line.includes(lane)) line.push(lane);
}

function rejoin<T>(ring: Ring<T>, hasMore: (lane: T) => boolean): void {
  if (ring.served !== undefined && hasMore(ring.served)) ring.line.push(ring.served);
  ring.served = undefined;
}

function serve<T>(ring: Ring<T>, take: (lane: T) => Event | undefined): Event | undefined {
  for (let lane = ring.line.shift(); lane !== undefined; lane = ring.line.shift()) {
    const event = take(lane);
    if (event) {
      ring.served = lane;
      return event;
    }
  }
  return undefined;
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
