import { setTimeout as sleep } from 'node:timers/promises';
import type { PartitionFleet } from './partition-fleet.js';

/** What can happen to members. Resolves when it is over. */
export interface PartitionFault {
  readonly name: string;
  happens(fleet: PartitionFleet): Promise<unknown>;
}

const killed = (count: number, name: string): PartitionFault => ({
  name,
  happens: (fleet) =>
    Promise.all(
      fleet.some(count).map((member) => {
        member.process.kill('SIGKILL');
        return fleet.gone(member);
      }),
    ),
});

export const partitionFaults: PartitionFault[] = [
  killed(1, 'a member is killed (SIGKILL)'),
  killed(2, 'two of three members are killed at once'),
  {
    name: 'a member is stopped for two TTLs (SIGSTOP)',
    async happens(fleet) {
      const { process: child } = fleet.some(1)[0]!;
      child.kill('SIGSTOP');
      await sleep(2 * fleet.ttl);
      child.kill('SIGCONT');
    },
  },
  {
    name: 'a member is cut off from leases and rows for two TTLs, without a FIN',
    async happens(fleet) {
      const { wire } = fleet.some(1)[0]!;
      wire.cut();
      await sleep(2 * fleet.ttl);
      wire.mend();
    },
  },
  {
    name: 'a member is ended (SIGTERM), and another one comes',
    async happens(fleet) {
      const member = fleet.some(1)[0]!;
      member.process.kill('SIGTERM');
      await fleet.gone(member);
      await fleet.start();
    },
  },
];
