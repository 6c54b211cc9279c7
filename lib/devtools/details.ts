import type { ControlLoop, LoopCommands } from '../index.js';
import { ago, isHeld, stateOf } from './columns.js';
import { duration } from './duration.js';
import { element, set, write } from './element.js';
import type { Observation } from './observation.js';

/** What the panel's buttons need: `LoopCommands` has it, and `SmartPollRef` of `rxjs-smartpoll/angular`. */
export type PostsCommands<K = any> = Pick<LoopCommands<K, any>, 'post'>;

/** The key that is chosen: why it does or does not run, its last error, and what can be done about it. */
export class Details<K> {
  commands: PostsCommands<K> | undefined = undefined;
  private readonly name = element('b');
  private readonly state = element('span');
  private readonly facts = element('span', { class: 'muted' });
  private readonly buttons = element('div');
  private readonly why = element('p');
  private readonly error = element('p', { class: 'error' });
  private readonly refresh = this.button('Refresh', (loop, key) => loop.schedule(key, 0));
  private readonly hold = this.button('Hold', (loop, key) =>
    this.held ? loop.release(key) : loop.hold(key, null),
  );
  private readonly cancel = this.button('Cancel', (loop, key) => loop.cancel(key));
  readonly root = element(
    'footer',
    { role: 'region', 'aria-label': 'Chosen key' },
    ...[this.name, this.state, this.facts, this.buttons, this.why, this.error],
  );
  private key: K | undefined = undefined;
  private held = false;

  /** Shows `key`; nothing where there is no such key. */
  draw(key: K | undefined, observation: Observation<K>): void {
    const { snapshot, tasks, now } = observation;
    const task = tasks.get(key!);
    this.root.hidden = task === undefined;
    if (task === undefined) return;
    const { lastValue, lastDuration, lastError, heldUntil } = task;
    const state = stateOf(task, now);
    this.key = key;
    this.held = isHeld(heldUntil, now);
    write(this.name, task.key);
    set(this.state, 'class', `state ${state}`);
    write(this.state, state);
    const took = lastDuration === undefined ? '–' : duration(lastDuration);
    write(this.facts, `last value ${ago(lastValue, now)} · last run took ${took}`);
    write(this.why, observation.explain(key!));
    write(this.error, lastError ?? '');
    this.buttons.hidden = this.commands === undefined;
    write(this.hold, this.held ? 'Release' : 'Hold');
    this.refresh.disabled = this.hold.disabled = snapshot.status !== 'running';
    this.cancel.disabled = task.state !== 'running';
  }

  /** To the buttons, where there are any. */
  focus(): void {
    this.refresh.focus();
  }

  private button(name: string, act: (loop: ControlLoop<K>, key: K) => unknown): HTMLButtonElement {
    const button = element('button', { type: 'button' }, name);
    button.onclick = () => {
      const key = this.key!;
      this.commands?.post((loop) => {
        if (loop.has(key)) act(loop, key);
      });
    };
    this.buttons.append(button);
    return button;
  }
}
