/** What a tab sees of its browser: the globals that the operator reads. */
interface Globals {
  document: EventTarget & { hidden: boolean };
  navigator: { locks: { request: LockRequest } };
  BroadcastChannel: unknown;
}

type LockRequest = (
  name: string,
  options: { signal: AbortSignal },
  callback: () => PromiseLike<unknown>,
) => Promise<unknown>;

interface Request {
  readonly tab: FakeTab;
  readonly name: string;
  readonly grant: () => PromiseLike<unknown>;
  readonly refuse: (reason: Error) => void;
}

/**
 * Tabs of one browser in one process. Each has globals of its own, which stand only while its code runs, and a queue
 * of tasks: messages and locks come in tasks, and to a frozen tab they do not come.
 */
export class FakeBrowser {
  readonly tabs: FakeTab[] = [];
  readonly channels = new Set<FakeChannel>();
  /** Who waits for a lock. */
  readonly waiting: Request[] = [];
  private readonly held = new Map<string, FakeTab>();

  open({ hidden = false } = {}): FakeTab {
    const tab = new FakeTab(this, hidden);
    this.tabs.push(tab);
    return tab;
  }

  /** Runs what is queued until nothing is: Promises too. */
  async settle(): Promise<void> {
    for (let idle = 0; idle < 5; idle++) {
      await new Promise(setImmediate);
      for (const tab of this.tabs) if (tab.runTasks()) idle = 0;
    }
  }

  request(request: Request): void {
    this.waiting.push(request);
    this.grantNext(request.name);
  }

  withdraw(request: Request, reason: Error): void {
    const index = this.waiting.indexOf(request);
    if (index < 0) return; // A lock that is held is not given back by the signal.
    this.waiting.splice(index, 1);
    request.refuse(reason);
  }

  /** A tab is gone, and nothing of it has been told. */
  forget(tab: FakeTab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    for (const channel of [...this.channels]) if (channel.tab === tab) this.channels.delete(channel);
    for (const request of this.waiting.filter((it) => it.tab === tab))
      this.waiting.splice(this.waiting.indexOf(request), 1);
    for (const [name, holder] of [...this.held]) if (holder === tab) this.free(name);
  }

  holder(name: string): FakeTab | undefined {
    return this.held.get(name);
  }

  private free(name: string): void {
    this.held.delete(name);
    this.grantNext(name);
  }

  private grantNext(name: string): void {
    if (this.held.has(name)) return;
    const index = this.waiting.findIndex((it) => it.name === name);
    if (index < 0) return;
    const [request] = this.waiting.splice(index, 1);
    const { tab, grant } = request!;
    this.held.set(name, tab);
    tab.queue(
      'lock',
      () =>
        void grant().then(() => {
          if (this.held.get(name) === tab) this.free(name);
        }),
    );
  }
}

export class FakeTab {
  frozen = false;
  /** Whether locks come before messages that were posted earlier, as they may: they come by other ways. */
  locksFirst = false;
  private readonly tasks: (() => void)[] = [];
  private readonly globals: Globals;

  constructor(
    private readonly browser: FakeBrowser,
    hidden: boolean,
  ) {
    const document = Object.assign(new EventTarget(), { hidden });
    const open = (name: string): FakeChannel => new FakeChannel(name, this, browser);
    this.globals = {
      document,
      navigator: { locks: { request: (...args) => this.request(...args) } },
      BroadcastChannel: function (name: string) {
        return open(name);
      },
    };
  }

  /** Runs code of this tab, with its globals. */
  run<R>(work: () => R): R {
    const before = Object.keys(this.globals).map(
      (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
    );
    for (const [name, value] of Object.entries(this.globals))
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
    try {
      return work();
    } finally {
      for (const [name, descriptor] of before)
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else Reflect.deleteProperty(globalThis, name);
    }
  }

  show(hidden = false): void {
    const { document } = this.globals;
    document.hidden = hidden;
    this.run(() => document.dispatchEvent(new Event('visibilitychange')));
  }

  hide(): void {
    this.show(true);
  }

  crash(): void {
    this.tasks.length = 0;
    this.browser.forget(this);
  }

  queue(kind: 'lock' | 'message', work: () => void): void {
    const first = kind === 'lock' && this.locksFirst;
    this.tasks[first ? 'unshift' : 'push'](work);
  }

  runTasks(): boolean {
    if (this.frozen || this.tasks.length === 0) return false;
    this.run(this.tasks.shift()!);
    return true;
  }

  /** `navigator.locks.request` of this tab. */
  request: LockRequest = (name, { signal }, callback) =>
    new Promise((resolve, reject) => {
      const grant = (): PromiseLike<unknown> => {
        const held = callback();
        resolve(held);
        return held;
      };
      const request = { tab: this, name, grant, refuse: reject };
      signal.addEventListener('abort', () => this.browser.withdraw(request, signal.reason));
      this.browser.request(request);
    });
}

class FakeChannel extends EventTarget {
  constructor(
    readonly name: string,
    readonly tab: FakeTab,
    private readonly browser: FakeBrowser,
  ) {
    super();
    browser.channels.add(this);
  }

  postMessage(message: unknown): void {
    if (!this.browser.channels.has(this)) throw new DOMException('closed', 'InvalidStateError');
    const data = structuredClone(message);
    for (const channel of this.browser.channels)
      if (channel !== this && channel.name === this.name)
        channel.tab.queue('message', () => {
          if (this.browser.channels.has(channel))
            channel.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }));
        });
  }

  close(): void {
    this.browser.channels.delete(this);
  }
}
