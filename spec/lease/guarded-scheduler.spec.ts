import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asyncScheduler, of, type SchedulerAction, type Subscription, VirtualTimeScheduler } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { type Held, lease, whileHeld } from '../../lib/lease/index.js';
import { settled } from '../support/deferred.js';
import { FakeWorld } from '../support/fake-world.js';
import { FakeStore } from './fake-store.js';

let world: FakeWorld;
let store: FakeStore;
let subscription: Subscription;

beforeEach(() => {
  world = new FakeWorld();
  store = new FakeStore();
});

afterEach(() => {
  subscription.unsubscribe();
  world.restore();
});

/** What happens with a lease of 10 s that was taken, and a loop under it that polls each second. */
const polling = async () => {
  const happened: string[] = [];
  const log = (what: string) => void happened.push(what);
  const lease$ = lease(store);
  subscription = whileHeld(lease$, ({ token, scheduler }) => {
    log(`runs with ${token}`);
    return smartPoll({
      tasks: {
        poll: {
          startDue: 0,
          repeatDue: 1_000,
          project: () => (log('polls'), of(1)),
          next: () => undefined,
        },
      },
      monitor: { next: ({ type }) => (type === 'unsubscribe' ? log('unsubscribed') : undefined) },
      scheduler,
    });
  }).subscribe();
  await store.last.answer(7);
  expect(happened).toEqual(['runs with 7', 'polls']);
  happened.length = 0;
  return happened;
};

describe('a loop under a lease', () => {
  it('should poll while it is held, and be unsubscribed before it can be held by another (10.1)', async () => {
    const happened = await polling();
    world.pass(8_999);
    expect(happened).toEqual(Array(8).fill('polls'));
    world.pass(1);
    expect(happened.slice(8)).toEqual(['unsubscribed']);
    world.pass(100_000);
    expect(happened).toHaveLength(9);
  });

  it('should not poll after the process was stopped, though its timer fires before that of the lease', async () => {
    const happened = await polling();
    world.block(20_000);
    world.pass(0);
    expect(happened).toEqual(['unsubscribed']);
  });

  it('should not poll after the machine slept, though its monotonic clock did not go on', async () => {
    const happened = await polling();
    world.sleep(20_000);
    world.pass(1_000);
    expect(happened).toEqual(['unsubscribed']);
  });

  it('should run again as the lease is held again', async () => {
    const happened = await polling();
    world.block(20_000);
    world.pass(0);
    await store.last.answer(8);
    expect(happened).toEqual(['unsubscribed', 'runs with 8', 'polls']);
  });
});

describe('the scheduler of a lease', () => {
  const hold = async (scheduler = asyncScheduler as VirtualTimeScheduler | typeof asyncScheduler) => {
    const emitted: (Held | undefined)[] = [];
    subscription = lease(store, { scheduler }).subscribe((held) => emitted.push(held));
    await store.last.answer(7);
    return emitted as [undefined, Held];
  };

  it('should be known to the loop as that of the host', async () => {
    const [, { scheduler }] = await hold();
    expect(scheduler.now).toBe(asyncScheduler.now);
  });

  it('should have the time of the one behind it', async () => {
    const virtual = new VirtualTimeScheduler();
    const [, { scheduler }] = await hold(virtual);
    expect(scheduler.now()).toBe(virtual.now());
    virtual.frame = 42;
    expect(scheduler.now()).toBe(42);
  });

  it('should run work that schedules itself again, with its state, until the lease is lost', async () => {
    const [, { scheduler }] = await hold();
    const states: unknown[] = [];
    scheduler.schedule(
      function (this: SchedulerAction<number>, state) {
        states.push(state);
        this.schedule(state! + 1, 4_000);
      },
      4_000,
      1,
    );
    world.pass(4_000);
    await settled();
    world.pass(60_000);
    expect(states).toEqual([1, 2]);
  });

  it('should tell of the loss where its work finds it', async () => {
    const emitted = await hold();
    let ran = false;
    emitted[1].scheduler.schedule(() => (ran = true), 500);
    world.stepWall(3_600_000);
    world.pass(500);
    expect(ran).toBe(false);
    expect(emitted).toHaveLength(3);
  });

  it('should run nothing of a lease that a later one has taken the place of', async () => {
    const emitted = await hold();
    let ran = false;
    emitted[1].scheduler.schedule(() => (ran = true), 2_500);
    world.pass(2_000);
    await store.last.answer(9);
    world.pass(1_000);
    expect(ran).toBe(false);
    expect(emitted.map((held) => held?.token)).toStrictEqual([undefined, 7, 9]);
  });
});
