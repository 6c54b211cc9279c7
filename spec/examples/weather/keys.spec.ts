import { describe, it, expect } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { ReadStream } from 'node:tty';
import { keys } from '../../../examples/weather/keys.js';

/** What is used of a terminal's input. */
class Input extends EventEmitter {
  raw = false;
  paused = false;
  constructor(readonly isTTY: boolean) {
    super();
  }
  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
  pause(): void {
    this.paused = true;
  }
}

describe('keys of the weather example', () => {
  const press = (input: Input): { pressed: string[]; unsubscribe(): void } => {
    const pressed: string[] = [];
    const subscription = keys(input as unknown as ReadStream).subscribe((key) => pressed.push(key));
    return { pressed, unsubscribe: () => subscription.unsubscribe() };
  };

  it('should come one by one, as they are pressed', () => {
    const input = new Input(true);
    const { pressed } = press(input);
    expect(input.raw).toBe(true);
    input.emit('data', Buffer.from('r'));
    input.emit('data', Buffer.from('rq\x03'));
    expect(pressed).toEqual(['r', 'r', 'q', '\x03']);
  });

  it('should give the terminal back when unsubscribed', () => {
    const input = new Input(true);
    press(input).unsubscribe();
    expect(input).toMatchObject({ raw: false, paused: true });
    expect(input.listenerCount('data')).toBe(0);
  });

  it('should leave an input alone that is no terminal', () => {
    const input = new Input(false);
    press(input).unsubscribe();
    expect(input).toMatchObject({ raw: false, paused: false });
  });
});
