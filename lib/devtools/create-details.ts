import type { ControlLoop } from '../index.js';
import { ago, isHeld, stateOf } from './columns.js';
import { duration } from './duration.js';
import { element, set, write } from './element.js';
import type { Observation } from './observation.js';
import type { PostsCommands } from './watched.js';

/** The chosen key: why it is or is not running, its last error, and what can be done about it. */
export function createDetails<K>() {
  let key: K;
  let held: boolean;
  let commands: PostsCommands<K> | undefined;

  type Act = (loop: ControlLoop<K>, key: K, held: boolean) => unknown;
  const button = (name: string, act: Act): HTMLButtonElement => {
    const made = element('button', { type: 'button' }, name);
    made.onclick = () => {
      const clicked = [key, held] as const; // Another key may be shown by the time of the turn.
      commands?.post((loop) => {
        if (loop.has(clicked[0])) act(loop, ...clicked);
      });
    };
    return made;
  };
  const name = element('b');
  const status = element('span');
  const facts = element('span', { class: 'muted' });
  const why = element('p');
  const error = element('p', { class: 'error' });
  const refresh = button('Refresh', (loop, chosen) => loop.schedule(chosen, 0));
  const hold = button('Hold', (loop, chosen, isHeld) =>
    isHeld ? loop.release(chosen) : loop.hold(chosen, null),
  );
  const cancel = button('Cancel', (loop, chosen) => loop.cancel(chosen));
  const buttons = element('div', {}, refresh, hold, cancel);
  const root = element(
    'section',
    { 'aria-label': 'Chosen key' },
    ...[name, status, facts, buttons, why, error],
  );
  return {
    root,
    /** Focuses the buttons, if there are any. */
    focus: () => refresh.focus(),
    /** Shows the key, or nothing if there is no such key. */
    draw(observation: Observation<K>, chosen: K | undefined, posts: PostsCommands<K> | undefined): void {
      const { snapshot, tasks, now } = observation;
      const task = tasks.get(chosen!);
      root.hidden = task === undefined;
      if (task === undefined) return;
      key = chosen!;
      commands = posts;
      held = isHeld(task, now);
      const { lastValue, lastDuration: took } = task;
      const state = stateOf(task, now);
      write(name, task.key);
      set(status, 'class', `state ${state}`);
      write(status, state);
      write(
        facts,
        `last value ${ago(lastValue?.getTime(), now)} · last run took ${took === undefined ? '–' : duration(took)}`,
      );
      write(why, observation.explain(key));
      write(error, task.lastError ?? '');
      write(hold, held ? 'Release' : 'Hold');
      buttons.hidden = posts === undefined;
      refresh.disabled = hold.disabled = snapshot.status !== 'running';
      cancel.disabled = task.state !== 'running';
    },
  };
}
