import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NEVER, type Observer, Subscription, take } from 'rxjs';
import { type Held, lease, type LeaseOptions, whileHeld } from '../../lib/lease/index.js';
import { settled } from '../support/deferred.js';
import { FakeWorld } from '../support/fake-world.js';
import { FakeStore } from './fake-store.js';

const TTL = 10_000;
const MARGIN = 1_000;
const RENEW = 2_000;

let world: FakeWorld;
let store: FakeStore;
let emitted: (Held | undefined)[];
let reported: unknown[];
let subscription: Subscription;

beforeEach(() => {
  world = new FakeWorld();
  store = new FakeStore();
  emitted = [];
  reported = [];
});

afterEach(() => {
  subscription?.unsubscribe();
  world.restore();
});

const compete = (options: LeaseOptions = {}, observer: Partial<Observer<Held | undefined>> = {}) => {
  subscription = lease(store, { report: (error) => reported.push(error), ...options }).subscribe({
    next: (held) => emitted.push(held),
    ...observer,
  });
};

const tokens = () => emitted.map((held) => held?.token);
const held = () => emitted.at(-1)!;

describe('lease', () => {
  it('should emit undefined at first, and what is held once it is', async () => {
    compete();
    expect(tokens()).toStrictEqual([undefined]);
    expect(store.holds).toMatchObject([{ ttl: TTL }]);
    await store.last.answer(7);
    expect(tokens()).toStrictEqual([undefined, 7]);
    expect(held().isHeld()).toBe(true);
  });

  it('should renew what it holds, and emit nothing for that', async () => {
    compete();
    await store.last.answer(7);
    for (let renewals = 1; renewals <= 20; renewals++) {
      world.pass(RENEW);
      expect(store.holds).toHaveLength(1 + renewals);
      await store.last.answer(7);
    }
    expect(tokens()).toStrictEqual([undefined, 7]);
    expect(held().isHeld()).toBe(true);
    expect(new Set(store.holds.map(({ id }) => id)).size).toBe(1);
  });

  it('should compete for itself with each subscription', () => {
    const lease$ = lease(store);
    const both = [lease$.subscribe(), lease$.subscribe()];
    expect(store.holds[0]!.id).not.toBe(store.holds[1]!.id);
    for (const one of both) one.unsubscribe();
  });

  it('should not ask where nobody is left after the first undefined', () => {
    lease(store).pipe(take(1)).subscribe();
    expect(store.holds).toEqual([]);
    expect(store.releases).toEqual([]);
    expect(world.waiting).toBe(0);
  });
});

describe('the deadline of a lease', () => {
  it('should count from the sending of the request, not from its answer (10.1)', async () => {
    compete();
    world.pass(1_500);
    await store.last.answer(7);
    world.pass(TTL - MARGIN - 1_500 - 1);
    expect(held().isHeld()).toBe(true);
    world.pass(1);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
    expect(emitted[1]!.isHeld()).toBe(false);
  });

  it('should be over where a request was granted too late', async () => {
    compete();
    const [first] = store.holds;
    world.pass(TTL - MARGIN);
    await first!.answer(7);
    expect(tokens()).toStrictEqual([undefined]);
  });

  it('should move with each renewal, from the sending of that', async () => {
    compete();
    await store.last.answer(7);
    world.pass(RENEW);
    const { last } = store;
    world.pass(1_000);
    await last.answer(7);
    world.pass(TTL - MARGIN - 1_000 - 1);
    expect(held().isHeld()).toBe(true);
    world.pass(1);
    expect(emitted).toHaveLength(3);
  });

  it('should not wait for answers: it asks again while they are out, and is lost without them (10.1)', async () => {
    compete();
    await store.last.answer(7);
    world.pass(TTL - MARGIN - 1);
    expect(store.holds).toHaveLength(5);
    expect(tokens()).toStrictEqual([undefined, 7]);
    world.pass(1);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
    world.pass(10 * RENEW);
    expect(store.holds).toHaveLength(15);
    expect(reported).toEqual([]);
  });

  it('should hold where a timer fires a millisecond early, as those of Node do', async () => {
    world.restore();
    world = new FakeWorld({ early: 1 });
    compete();
    await store.last.answer(7);
    world.pass(TTL - MARGIN - 0.5);
    expect(tokens()).toStrictEqual([undefined, 7]);
    world.pass(1);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
  });

  it('should be over by the wall clock where the machine slept, and the monotonic clock with it', async () => {
    compete();
    await store.last.answer(7);
    world.sleep(TTL);
    expect(held().isHeld()).toBe(false);
  });

  it('should be over by the monotonic clock where the wall clock was set back', async () => {
    compete();
    await store.last.answer(7);
    world.stepWall(-3_600_000);
    world.pass(TTL - MARGIN - 1);
    expect(held().isHeld()).toBe(true);
    world.pass(1);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
  });

  it('should give up a lease whose wall clock was set forward, and take it again', async () => {
    compete();
    await store.last.answer(7);
    world.stepWall(3_600_000);
    expect(held().isHeld()).toBe(false);
    world.pass(RENEW);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
    await store.last.answer(8);
    expect(tokens()).toStrictEqual([undefined, 7, undefined, 8]);
    expect(held().isHeld()).toBe(true);
    expect(emitted[1]!.isHeld()).toBe(false);
  });

  it('should stay over where an answer comes before its timers, after the event loop was blocked', async () => {
    compete();
    await store.last.answer(7);
    world.pass(RENEW);
    const { last } = store;
    world.block(TTL - MARGIN - 1_000);
    expect(held().isHeld()).toBe(false);
    await last.answer(7); // This one lasts for another second.
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
    expect(emitted[1]!.isHeld()).toBe(false);
  });

  it('should make it give up what the store still has, and ask under another id: the same one would get the same token (10.1)', async () => {
    compete();
    await store.last.answer(7);
    const { id } = store.last;
    world.block(TTL - MARGIN);
    world.pass(0);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
    expect(store.releases).toEqual([id]);
    world.pass(RENEW);
    expect(store.last.id).not.toBe(id);
    await store.last.answer(8);
    expect(tokens()).toStrictEqual([undefined, 7, undefined, 8]);
  });

  it('should release it after it was told: whoever runs under it is to stop first', async () => {
    let released: number | undefined;
    compete({}, { next: () => (released = store.releases.length) });
    await store.last.answer(7);
    world.pass(TTL);
    expect(released).toBe(0);
    expect(store.releases).toHaveLength(1);
  });

  it('should stay over, whatever the clocks say later', async () => {
    compete();
    await store.last.answer(7);
    world.stepWall(3_600_000);
    const { isHeld } = { isHeld: () => emitted[1]!.isHeld() };
    expect(isHeld()).toBe(false);
    world.stepWall(-3_600_000);
    expect(isHeld()).toBe(false);
  });
});

describe('the answers to a lease', () => {
  it("should make it ask again when somebody else's lease ends", async () => {
    compete();
    await store.last.answer(-1_234);
    expect(tokens()).toStrictEqual([undefined]);
    world.pass(1_233);
    expect(store.holds).toHaveLength(1);
    world.pass(1);
    expect(store.holds).toHaveLength(2);
  });

  it('should make it wait no longer than until it would renew: what is given up is taken soon', async () => {
    compete();
    await store.last.answer(-9_000);
    world.pass(RENEW - 1);
    expect(store.holds).toHaveLength(1);
    world.pass(1);
    expect(store.holds).toHaveLength(2);
  });

  it.each([0, -0, -1])('should not make it ask without a pause: %d', async (answer) => {
    compete();
    for (let asked = 1; asked <= 5; asked++) {
      expect(store.holds).toHaveLength(asked);
      await store.last.answer(answer);
      world.pass(20);
    }
  });

  it("should end it at once where it is somebody else's", async () => {
    compete();
    await store.last.answer(7);
    world.pass(RENEW);
    await store.last.answer(-5_000);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
    expect(emitted[1]!.isHeld()).toBe(false);
  });

  it('should begin a new one where the token has changed', async () => {
    compete();
    await store.last.answer(7);
    world.pass(RENEW);
    await store.last.answer(9);
    expect(tokens()).toStrictEqual([undefined, 7, 9]);
    expect(emitted.map((it) => it?.isHeld())).toStrictEqual([undefined, false, true]);
  });

  it('should count only where no later request was answered', async () => {
    compete();
    world.pass(2 * RENEW);
    const [first, second, third] = store.holds;
    await second!.answer(7);
    await first!.answer(-5_000);
    expect(tokens()).toStrictEqual([undefined, 7]);
    await third!.answer(9);
    await second!.answer(7);
    await first!.answer(5);
    expect(tokens()).toStrictEqual([undefined, 7, 9]);
    expect(reported).toEqual([]);
    expect(store.releases).toEqual([]);
  });

  it('should never hold it with a lower token: it says so, gives that one up, and asks for another', async () => {
    compete();
    await store.last.answer(7);
    world.pass(RENEW);
    await store.last.answer(5);
    expect(tokens()).toStrictEqual([undefined, 7, undefined]);
    expect(String(reported)).toBe("TypeError: smartPoll: lease's tokens must rise: 7 or more, got 5");
    const [before] = store.holds;
    expect(store.releases).toEqual([before!.id]);
    world.pass(RENEW);
    expect(store.last.id).not.toBe(before!.id); // A release that arrives late takes nothing from it.
    await store.last.answer(8);
    expect(tokens()).toStrictEqual([undefined, 7, undefined, 8]);
  });

  it.each([6, 7])(
    'should not be believed where it is taken again and its token has not risen: %d',
    async (token) => {
      compete();
      await store.last.answer(7);
      world.pass(RENEW);
      await store.last.answer(-1_000);
      world.pass(1_000);
      await store.last.answer(token);
      expect(tokens()).toStrictEqual([undefined, 7, undefined]);
      expect(String(reported)).toContain(`tokens must rise: 8 or more, got ${token}`);
      world.pass(RENEW);
      await store.last.answer(8);
      expect(tokens()).toStrictEqual([undefined, 7, undefined, 8]);
    },
  );
});

describe('unsubscribing from a lease', () => {
  it('should release it at once, and leave no timer', async () => {
    compete();
    await store.last.answer(7);
    subscription.unsubscribe();
    expect(store.releases).toEqual([store.last.id]);
    expect(held().isHeld()).toBe(false);
    expect(world.waiting).toBe(0);
    world.pass(10 * TTL);
    expect(store.holds).toHaveLength(1);
  });

  it('should release again what is granted afterwards: the two may have crossed', async () => {
    compete();
    subscription.unsubscribe();
    expect(store.releases).toHaveLength(1);
    await store.last.answer(7);
    expect(store.releases).toEqual([store.last.id, store.last.id]);
    expect(tokens()).toStrictEqual([undefined]);
  });

  it('should do no more where it was not granted', async () => {
    compete();
    subscription.unsubscribe();
    await store.last.answer(-1_000);
    expect(store.releases).toHaveLength(1);
    expect(world.waiting).toBe(0);
  });

  it('should hold as it emits, and while it is taken', async () => {
    compete({}, { next: (it) => (emitted.push(it), it !== undefined && subscription.unsubscribe()) });
    await store.last.answer(7);
    expect(held().isHeld()).toBe(false);
    expect(store.releases).toHaveLength(1);
    expect(world.waiting).toBe(0);
  });

  it('should hold as it is lost', async () => {
    let losses = 0;
    compete({}, { next: (it) => (it === undefined ? losses++ === 1 && subscription.unsubscribe() : 0) });
    await store.last.answer(7);
    world.pass(TTL);
    expect(losses).toBe(2);
    expect(world.waiting).toBe(0);
  });
});

describe('releasing a lease', () => {
  let completed: boolean;
  const hold = async () => {
    completed = false;
    compete({}, { complete: () => (completed = true) });
    await store.last.answer(7);
  };

  it('should complete what emitted it as the store has answered, and ask no more', async () => {
    await hold();
    held()!.release();
    expect(store.releases).toEqual([store.last.id]);
    expect(held()!.isHeld()).toBe(false);
    expect(completed).toBe(false);
    await settled();
    expect(completed).toBe(true);
    expect(store.releases).toHaveLength(1);
    expect(world.waiting).toBe(0);
    expect(tokens()).toStrictEqual([undefined, 7]);
  });

  it('should complete it without an answer, too, after a while', async () => {
    await hold();
    store.release = () => new Promise(() => undefined);
    held()!.release();
    await settled();
    world.pass(RENEW - 1);
    expect(completed).toBe(false);
    world.pass(1);
    expect(completed).toBe(true);
    expect(world.waiting).toBe(0);
    expect(store.holds).toHaveLength(1);
  });

  it('should complete it where the driver fails', async () => {
    await hold();
    store.release = () => Promise.reject(new Error('no connection'));
    held()!.release();
    await settled();
    expect(completed).toBe(true);
    expect(reported).toEqual([]);
  });

  it('should release again what is granted afterwards', async () => {
    await hold();
    world.pass(RENEW);
    const { last } = store;
    held()!.release();
    await last.answer(7);
    expect(store.releases).toEqual([last.id, last.id]);
  });

  it('should complete it where that lease was lost, too: it stops asking', async () => {
    await hold();
    world.pass(TTL);
    const asked = store.holds.length;
    emitted[1]!.release();
    await settled();
    expect(completed).toBe(true);
    expect(world.waiting).toBe(0);
    expect(store.holds).toHaveLength(asked);
    expect(store.releases.at(-1)).toBe(store.last.id);
  });

  it.each([
    ['in time', () => world.pass(TTL - MARGIN)],
    ['as it asks again, after the event loop was blocked', () => (world.block(TTL), world.pass(0))],
  ])('should complete it as it is lost, once the store has let go of it: %s', async (_, lose) => {
    completed = false;
    compete(
      {},
      {
        next: (it) => (emitted.push(it), it === undefined && emitted[1]?.release()),
        complete: () => (completed = true),
      },
    );
    await store.last.answer(7);
    const { id } = store.last;
    store.release = (released) => (store.releases.push(released), new Promise(() => undefined));
    lose();
    const asked = store.holds.length;
    expect(new Set(store.releases)).toEqual(new Set([id]));
    await settled();
    expect(completed).toBe(false);
    world.pass(RENEW);
    expect(completed).toBe(true);
    expect(store.holds).toHaveLength(asked);
    expect(world.waiting).toBe(0);
  });

  it('should give up the later lease where an earlier one is released', async () => {
    await hold();
    world.pass(RENEW);
    await store.last.answer(9);
    emitted[1]!.release();
    expect(held()!.isHeld()).toBe(false);
    await settled();
    expect(completed).toBe(true);
  });

  it('should do nothing after it was unsubscribed', async () => {
    await hold();
    subscription.unsubscribe();
    held()!.release();
    expect(store.releases).toHaveLength(1);
    expect(world.waiting).toBe(0);
  });
});

describe('a driver that fails', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('no connection'))],
    [
      'throws',
      () => {
        throw new Error('no connection');
      },
    ],
  ])('should be asked again where it %s, and be reported once', async (_, hold) => {
    let working = false;
    const driver = { hold: () => (working ? Promise.resolve(7) : hold()), release: () => hold() };
    subscription = lease(driver, { report: (error) => reported.push(error) }).subscribe((it) =>
      emitted.push(it),
    );
    for (let count = 0; count < 3; count++) {
      await settled();
      world.pass(RENEW);
    }
    expect(reported.map(String)).toEqual(['Error: no connection']);
    working = true;
    world.pass(RENEW);
    await settled();
    expect(tokens()).toStrictEqual([undefined, 7]);
    working = false;
    world.pass(RENEW);
    await settled();
    expect(reported).toHaveLength(2);
    expect(held().isHeld()).toBe(true); // Until its time is over.
    subscription.unsubscribe();
    await settled();
    expect(reported).toHaveLength(2);
  });

  it.each([NaN, Infinity, -Infinity, 1.5, '7', undefined, null, 7n, {}, 2 ** 53])(
    'should be told of what cannot be right, and not be believed: %p',
    async (answer) => {
      compete();
      await store.last.answer(answer);
      expect(tokens()).toStrictEqual([undefined]);
      expect(String(reported)).toMatch(
        /^TypeError: smartPoll: lease's hold\(\) must answer a token, .*, got .* \(\w+\)$/,
      );
      world.pass(RENEW);
      await store.last.answer(7);
      expect(tokens()).toStrictEqual([undefined, 7]);
    },
  );

  it('should not break it where the report throws', async () => {
    compete({
      report: () => {
        throw new Error('report');
      },
    });
    await store.last.refuse(new Error('hold'));
    world.pass(RENEW);
    await store.last.answer(7);
    expect(tokens()).toStrictEqual([undefined, 7]);
  });

  it('should warn where nobody asked for a report', async () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    subscription = lease(store).subscribe();
    const error = new Error('no connection');
    await store.last.refuse(error);
    expect(warn.mock.calls).toEqual([['smartPoll: lease:', error]]);
    warn.mockRestore();
  });
});

describe('the arguments of lease', () => {
  const refused = (options: object, text: RegExp) =>
    expect(() => lease(store, options as LeaseOptions)).toThrow(text);

  it.each([undefined, null, {}, { hold: () => Promise.resolve(1) }, 'redis'])(
    'should be a driver: %p',
    (driver) => {
      expect(() => lease(driver as never)).toThrow(/^smartPoll: lease's driver must be an object with hold/);
    },
  );

  it.each([99, 0, -1, NaN, Infinity, 2 ** 31, '10s', null])('should be a ttl that makes sense: %p', (ttl) => {
    refused(
      { ttl },
      /^smartPoll: lease's ttl must be milliseconds, from 100 to below 2 \*\* 31, got .*\(\w+\)$/,
    );
  });

  it.each([
    { renew: 0 },
    { renew: -1 },
    { renew: NaN },
    { renew: 10_000 },
    { renew: 5_000, margin: 5_000 },
    { ttl: 1_000, renew: 950 },
  ])('should be a renew that comes in time: %p', (options) => {
    refused(options, /^smartPoll: lease's renew must be .* before it is renewed, got/);
  });

  it.each([-1, NaN, 10_000, Infinity, '1'])('should be a margin below ttl: %p', (margin) => {
    refused({ margin }, /^smartPoll: lease's margin must be milliseconds from 0, below ttl, got/);
  });

  it.each([null, 10_000, 'ttl'])('should be an object of options: %p', (options) => {
    refused(options as never, /^smartPoll: lease's options must be an object, got/);
  });

  it('should be no option that is misspelt', () => {
    refused(
      { ttl: 1_000, margn: 5 },
      /^smartPoll: lease's margn is not one of the options ttl, renew, margin, report, scheduler, got 5 \(number\)$/,
    );
  });

  it('should be a function to report to, and a scheduler', () => {
    refused({ report: 'console' }, /^smartPoll: lease's report must be a function, got console \(string\)$/);
    refused({ scheduler: {} }, /^smartPoll: lease's scheduler must be a SchedulerLike, got/);
    refused({ scheduler: Object.create(null) }, /got an object without a text \(object\)$/);
  });
});

describe('the arguments of whileHeld', () => {
  const project = () => NEVER;

  it.each([undefined, null, new FakeStore()])('should be what lease() returned: %p', (lease$) => {
    expect(() => whileHeld(lease$ as never, project)).toThrow(
      /^smartPoll: whileHeld's lease\$ must be what lease\(\) returned, got/,
    );
  });

  it('should be a function that runs something, checked before the lease is held', () => {
    expect(() => whileHeld(lease(store), undefined as never)).toThrow(
      /^smartPoll: whileHeld's project must be a function, got undefined/,
    );
  });

  it('should be options that exist', () => {
    const refused = (options: unknown, text: string) =>
      expect(() => whileHeld(lease(store), project, options as never)).toThrow(text);
    refused(null, "smartPoll: whileHeld's options must be an object, got null");
    refused({ drian: NEVER }, "smartPoll: whileHeld's drian is not one of the options drain, got");
  });
});
