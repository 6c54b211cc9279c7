import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Chromium, Tab } from './chromium.js';
import type { PollServer } from './poll-server.js';

/** A tab with the page in it. */
export interface NamedTab {
  readonly name: string;
  readonly tab: Tab;
}

/** Three tabs of a page that polls; each has a name of its own, which the server is told. */
export class Scene {
  readonly tabs: NamedTab[] = [];
  private count = 0;

  constructor(
    private readonly chromium: Chromium,
    private readonly server: PollServer,
    private readonly inWindows: boolean,
  ) {}

  async open(): Promise<NamedTab> {
    const name = `tab-${++this.count}${this.inWindows ? '-in-a-window' : ''}`;
    const named = { name, tab: await this.chromium.open(`${this.server.url}?tab=${name}`, this.inWindows) };
    this.tabs.push(named);
    return named;
  }

  openOther(): Promise<Tab> {
    return this.chromium.open('about:blank');
  }

  /** A tab is gone, or has another page. */
  forget(gone: NamedTab): void {
    this.tabs.splice(this.tabs.indexOf(gone), 1);
  }

  /** Who polls, once somebody has polled three times; nobody else may meanwhile. */
  async poller(): Promise<NamedTab> {
    const from = this.server.polls.length;
    await until('somebody polls', () => this.server.polls.length >= from + 4);
    const names = new Set(this.server.polls.slice(from + 1).map(({ tab }) => tab));
    assert.equal(names.size, 1, `one tab should poll, not ${[...names].join(', ')}`);
    const poller = this.tabs.find(({ name }) => names.has(name));
    assert(poller, `${[...names].join()} polls, and should not be there`);
    return poller;
  }

  /**
   * Milliseconds from a fault until another tab polls. From then on the one that did before must not.
   *
   * @param before - who polls
   * @param fault - what takes it from it
   */
  async takeover(before: NamedTab, fault: () => unknown): Promise<number> {
    const from = this.server.polls.length;
    const start = performance.now();
    await fault();
    const others = () => this.server.polls.slice(from).filter(({ tab }) => tab !== before.name);
    await until('another tab polls', () => others().length >= 4);
    const [first] = others();
    const late = this.server.polls.filter(({ tab, at }) => tab === before.name && at > first!.at);
    assert.equal(late.length, 0, `${before.name} polls after ${first!.tab} took over`);
    assert.equal(new Set(others().map(({ tab }) => tab)).size, 1, 'one tab should take over');
    return first!.at - start;
  }

  /** Watches for a while in which nobody polls, or a tab does not. */
  async quiet(milliseconds: number, name?: string): Promise<void> {
    const from = this.server.polls.length;
    await delay(milliseconds);
    const polls = this.server.polls.slice(from).filter(({ tab }) => name === undefined || tab === name);
    assert.equal(polls.length, 0, `${polls[0]?.tab} polls`);
  }

  /** What one tab has seen, another one has, too: from the first value on none is missing, none is there twice. */
  async sameValues(): Promise<void> {
    const seen: number[][] = [];
    for (const { tab } of this.tabs) {
      await until('each tab gets a value', async () => (await seenIn(tab)).length > 0);
      seen.push(await seenIn(tab));
    }
    for (const one of seen)
      for (const other of seen) {
        const [start, end] = [Math.max(one[0]!, other[0]!), Math.min(one.at(-1)!, other.at(-1)!)];
        const between = (values: number[]) => values.filter((value) => value >= start && value <= end);
        assert.deepEqual(between(one), between(other));
      }
  }

  async close(): Promise<void> {
    for (const { tab } of this.tabs.splice(0)) await tab.close();
  }
}

function seenIn(tab: Tab): Promise<number[]> {
  return tab.evaluate('globalThis.seen ?? []');
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await delay(5);
  }
}
