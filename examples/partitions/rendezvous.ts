// Who does what, as everybody works it out for themselves.
import { createHash } from 'node:crypto';

const hash = (text: string): number => createHash('sha1').update(text).digest().readUInt32BE();

/** The partition of a key, from 0. */
export function partitionOf(key: string, partitions: number): number {
  return hash(key) % partitions;
}

/**
 * The member that is to have a partition, by rendezvous hashing: the one with the highest hash. When a member comes or goes, only
 * the partitions that it gets or had change hands.
 */
export function ownerOf(partition: number, members: readonly string[]): string | undefined {
  const score = (member: string): number => hash(`${partition} ${member}`);
  return members.reduce<string | undefined>(
    (owner, member) => (owner === undefined || score(member) > score(owner) ? member : owner),
    undefined,
  );
}
