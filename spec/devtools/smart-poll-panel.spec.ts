/** @jest-environment jsdom */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { concat, ignoreElements, NEVER, of, throwError, timer } from 'rxjs';
import { defineSmartPollPanel, type SmartPollPanel } from '../../lib/devtools/index.js';
import { LoopCommands, smartPoll, TaskStates } from '../../lib/index.js';

/** What needs a browser that lays out and draws is in `examples/panel/e2e`. */
describe('<smart-poll-panel>', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    CSSStyleSheet.prototype.replaceSync ??= () => undefined; // jsdom has none.
    defineSmartPollPanel();
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  const tasks = {
    idle: { project: () => NEVER },
    fails: { startDue: 0, retryDue: 5_000, project: () => throwError(() => new Error('down')) },
  };
  const show = (more: object = {}) => {
    const states = new TaskStates<string>();
    const commands = new LoopCommands<string>();
    const run = smartPoll({ tasks, hooks: { commands }, monitor: states, ...more } as never).subscribe();
    const panel = document.createElement('smart-poll-panel') as SmartPollPanel<string>;
    const root = panel.shadowRoot!;
    const texts = (selector: string) =>
      [...root.querySelectorAll(selector)].map(({ textContent }) => textContent);
    document.body.append(panel);
    return { panel, root, states, commands, run, texts };
  };

  it('should show nothing without a loop, and the loop as it is set, and then another one', () => {
    const { panel, texts, states } = show();
    jest.advanceTimersByTime(100);
    expect(texts('.key')).toEqual([]);
    panel.loop = states;
    jest.advanceTimersByTime(300);
    expect(texts('.key')[0]).toBe('idle');
    expect(texts('.why')[0]).toBe(states.explain('idle').message);
    panel.loop = new TaskStates(['other']);
    jest.advanceTimersByTime(300);
    expect(texts('.key')[0]).toBe('other');
  });

  it('should show nothing any more once the loop is taken away, until there is one again', () => {
    const { panel, root, states } = show();
    const shown = () =>
      ['header', '.grid', 'section'].map((part) => root.querySelector(part)!.hasAttribute('hidden'));
    const choose = () => root.querySelector<HTMLElement>('.body .row')!.click();
    jest.advanceTimersByTime(300);
    expect(shown()).toEqual([true, true, true]);
    panel.loop = states;
    jest.advanceTimersByTime(300);
    choose();
    jest.advanceTimersByTime(300);
    expect(shown()).toEqual([false, false, false]);
    panel.loop = undefined;
    jest.advanceTimersByTime(300);
    expect(shown()).toEqual([true, true, true]);
    panel.loop = states;
    jest.advanceTimersByTime(300);
    expect(shown()).toEqual([false, false, false]);
  });

  it('should do what its button said when it was clicked, whatever is chosen by the time of its turn', () => {
    const { panel, root, states, commands } = show({
      tasks: { a: { project: () => NEVER }, b: { project: () => NEVER } },
    });
    const grid = root.querySelector<HTMLElement>('.grid')!;
    const press = (key: string) => {
      grid.dispatchEvent(new KeyboardEvent('keydown', { key }));
      jest.advanceTimersByTime(300);
    };
    const hold = () => root.querySelectorAll<HTMLButtonElement>('section button')[1]!;
    const held = () => ['a', 'b'].map((key) => states.get(key)!.heldUntil);
    Object.assign(panel, { loop: states, commands });
    commands.post((loop) => loop.hold('b', null));
    jest.advanceTimersByTime(300);
    const clickInTurn = (name: string) => {
      press('Home');
      commands.post(() => timer(5_000).pipe(ignoreElements()));
      expect(hold().textContent).toBe(name);
      hold().click();
      press('ArrowDown');
      jest.advanceTimersByTime(5_000);
    };
    clickInTurn('Hold');
    expect(held()).toEqual([null, null]);
    commands.post((loop) => loop.release('b'));
    clickInTurn('Release');
    expect(held()).toEqual([undefined, undefined]);
  });

  it('should draw no bars of the loop that was shown before', () => {
    const { panel, root, states, commands } = show();
    const bars = () => root.querySelector('.body path.failed')!.getAttribute('d');
    panel.loop = states;
    jest.advanceTimersByTime(300);
    commands.post((loop) => loop.remove('idle'));
    commands.post((loop) => loop.schedule('fails', 0));
    jest.advanceTimersByTime(300);
    expect(bars()).toMatch(/^M/);
    panel.loop = new TaskStates(['fails']);
    jest.advanceTimersByTime(300);
    expect(bars()).toBe('');
  });

  it('should draw in a tenth of the time at most, or four times a second', () => {
    const { panel, states, commands } = show();
    panel.loop = states;
    jest.advanceTimersByTime(300);
    const draws = jest.spyOn(states, 'snapshot');
    // How long a drawing takes: what the clock says after it is so much later.
    const { now } = performance;
    const within = (took: number): number => {
      draws.mockClear();
      const clock = jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + took);
      for (let i = 0; i < 1_000; i++) {
        commands.post((loop) => loop.schedule('idle', 1e6 + i));
        jest.advanceTimersByTime(1);
      }
      clock.mockRestore();
      return draws.mock.calls.length;
    };
    expect(within(0)).toBeGreaterThan(50);
    expect(within(10)).toBeLessThanOrEqual(11);
    expect(within(10)).toBeGreaterThan(5);
    expect(within(500)).toBeLessThanOrEqual(2);
  });

  it('should be defined twice without harm', () => {
    expect(() => defineSmartPollPanel()).not.toThrow();
  });

  it('should not watch while it is in no document', () => {
    const { panel, states, root, commands } = show();
    const change = () => commands.post((loop) => loop.schedule('idle', 1e6));
    const spy = jest.spyOn(states, 'snapshot');
    panel.loop = states;
    jest.advanceTimersByTime(1_000);
    expect(spy.mock.calls.length).toBeGreaterThan(2);
    const calls = spy.mock.calls.length;
    change(); // It is to be drawn in the next frame.
    panel.remove();
    jest.advanceTimersByTime(1_000);
    change();
    jest.advanceTimersByTime(1_000);
    expect([spy.mock.calls.length, jest.getTimerCount()]).toEqual([calls, 1]); // The loop's own.
    expect(root.querySelector('header b')!.textContent).toBe('running');
  });

  it('should say what the run has come to', () => {
    const { panel, states, run, texts } = show();
    panel.loop = states;
    jest.advanceTimersByTime(300);
    expect(texts('header b')).toEqual(['running']);
    run.unsubscribe();
    jest.advanceTimersByTime(300);
    expect(texts('header b')).toEqual(['idle']);
  });

  it('should say how many run and fail, and that what runs runs, also if it is held', () => {
    const hangs = { startDue: 0, project: () => NEVER };
    const { panel, states, commands, texts } = show({ tasks: { hangs, ...tasks } });
    panel.loop = states;
    commands.post((loop) => loop.hold('hangs', null));
    jest.advanceTimersByTime(300);
    expect(texts('header span')[0]).toBe('1 running · 0 ready · 1 failing · 0 queued turns');
    expect(texts('.body .state')[0]).toBe('running');
    commands.post((loop) => void loop.cancel('hangs'));
    jest.advanceTimersByTime(300);
    expect(texts('header span')[0]).toBe('0 running · 0 ready · 1 failing · 0 queued turns');
    expect(texts('.body .state')[0]).toBe('held');
    commands.post((loop) => loop.hold('hangs', 2_000));
    jest.advanceTimersByTime(300);
    expect(texts('.body .state')[0]).toBe('held');
    jest.advanceTimersByTime(2_000);
    expect(texts('.body .state')[0]).toBe('idle');
  });

  it('should command nothing of a loop that is over', () => {
    const { panel, root, states, commands, run } = show();
    Object.assign(panel, { loop: states, commands });
    jest.advanceTimersByTime(300);
    root.querySelector<HTMLElement>('.body .row')!.click();
    jest.advanceTimersByTime(300);
    const disabled = () =>
      [...root.querySelectorAll<HTMLButtonElement>('section button')].map((button) => button.disabled);
    expect(disabled()).toEqual([false, false, true]); // The key does not run: there is nothing to cancel.
    run.unsubscribe();
    jest.advanceTimersByTime(300);
    expect(disabled()).toEqual([true, true, true]);
  });

  it.each([
    ['paused', { pause: concat(of(true), NEVER) }],
    ['draining', { tasks: { ...tasks, hangs: { startDue: 0, project: () => NEVER } }, drain: timer(100) }],
  ])('should say that the run is %s', (state, more) => {
    const { panel, states, texts } = show(more);
    panel.loop = states;
    jest.advanceTimersByTime(300);
    expect(texts('header b')).toEqual([state]);
  });

  it('should say which leftovers the run waits for', () => {
    const states = new TaskStates<string>();
    const never = new Promise(() => undefined);
    const loop$ = smartPoll({ tasks: { late: { startDue: 0, project: () => never } }, monitor: states });
    loop$.subscribe().unsubscribe();
    loop$.subscribe();
    const { panel, texts } = show();
    panel.loop = states;
    jest.advanceTimersByTime(300);
    expect(texts('header b')).toEqual(['waits for leftovers of late']);
  });
});
