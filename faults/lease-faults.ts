import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './fleet.js';
import type { Store } from './stores.js';

/** What can happen to who leads. Resolves with how long nobody's write was accepted, in milliseconds. */
export interface Fault {
  readonly name: string;
  /** The longest that may take, in milliseconds. */
  limit(ttl: number): number;
  happens(fleet: Fleet, store: Store): Promise<number>;
}

/** Until somebody else's write is accepted. */
const takeover = async (fleet: Fleet, but: string, limit: number): Promise<number> => {
  const start = performance.now();
  await fleet.accepted(limit, but);
  return performance.now() - start;
};

const aSecondMore = (ttl: number): number => ttl + 1_000;

export const faults: Fault[] = [
  {
    name: 'killed (SIGKILL)',
    limit: aSecondMore,
    async happens(fleet) {
      const leader = await fleet.leader();
      leader.process.kill('SIGKILL');
      const duration = await takeover(fleet, leader.name, this.limit(fleet.ttl));
      await fleet.gone(leader);
      return duration;
    },
  },
  {
    name: 'stopped for two TTLs (SIGSTOP), in the middle of a poll',
    limit: aSecondMore,
    async happens(fleet) {
      const leader = await fleet.leader();
      leader.process.kill('SIGSTOP');
      const start = performance.now();
      try {
        return await takeover(fleet, leader.name, this.limit(fleet.ttl));
      } finally {
        await sleep(2 * fleet.ttl - (performance.now() - start));
        leader.process.kill('SIGCONT');
      }
    },
  },
  {
    name: 'stopped and continued again and again, each time for less than a TTL',
    limit: aSecondMore,
    async happens(fleet) {
      const first = fleet.writes.length - 1;
      for (let count = 0; count < 6; count++) {
        const leader = await fleet.leader();
        leader.process.kill('SIGSTOP');
        await sleep(fleet.ttl * (0.2 + 0.7 * Math.random()));
        leader.process.kill('SIGCONT');
        await sleep(fleet.ttl * 0.2 * Math.random());
      }
      await fleet.accepted(this.limit(fleet.ttl));
      const times = fleet.writes.slice(first).map(({ at }) => at);
      return Math.max(...times.slice(1).map((at, index) => at - times[index]!));
    },
  },
  {
    name: 'blocked for two TTLs, its event loop',
    limit: aSecondMore,
    async happens(fleet) {
      const leader = await fleet.leader();
      leader.process.send({ block: 2 * fleet.ttl });
      const unblocked = fleet.next(({ type }) => type === 'unblocked', 10 * fleet.ttl, 'it goes on');
      const duration = await takeover(fleet, leader.name, this.limit(fleet.ttl));
      await unblocked;
      return duration;
    },
  },
  {
    name: 'cut off from the store for two TTLs, without a FIN',
    limit: aSecondMore,
    async happens(fleet) {
      const leader = await fleet.leader();
      leader.wire.cut();
      const start = performance.now();
      try {
        return await takeover(fleet, leader.name, this.limit(fleet.ttl));
      } finally {
        await sleep(2 * fleet.ttl - (performance.now() - start));
        leader.wire.mend();
      }
    },
  },
  {
    name: 'ended (SIGTERM), which releases at once',
    // It renews each fifth of a TTL. Had it not released, the lease would have lasted for more than this.
    limit: (ttl) => 0.7 * ttl,
    async happens(fleet) {
      const leader = await fleet.leader();
      leader.process.kill('SIGTERM');
      const duration = await takeover(fleet, leader.name, aSecondMore(fleet.ttl));
      await fleet.gone(leader);
      return duration;
    },
  },
];

/** Only for a store that then has lost everything. */
export const restarted: Fault = {
  name: 'the store restarted, empty',
  limit: aSecondMore,
  async happens(fleet, store) {
    await fleet.leader();
    await store.restart();
    const start = performance.now();
    // What was polled before may still be written.
    await sleep(100);
    await fleet.accepted(this.limit(fleet.ttl));
    return performance.now() - start;
  },
};
