import { describe, expect, it } from '@jest/globals';
import { ownerOf, partitionOf } from '../../../examples/partitions/rendezvous.js';

const partitions = Array.from({ length: 600 }, (_, partition) => partition);
const ownersAmong = (...members: string[]) => partitions.map((partition) => ownerOf(partition, members));

describe('who does what in examples/partitions', () => {
  it('should give each member about its share, whatever their order', () => {
    const owners = ownersAmong('a', 'b', 'c');
    for (const member of ['a', 'b', 'c']) {
      const share = owners.filter((owner) => owner === member).length;
      expect(share).toBeGreaterThan(150);
      expect(share).toBeLessThan(250);
    }
    expect(ownersAmong('c', 'a', 'b')).toEqual(owners);
  });

  it('should move only what was of a member that goes', () => {
    const before = ownersAmong('a', 'b', 'c');
    ownersAmong('a', 'c').forEach((owner, partition) => {
      if (before[partition] === 'b') expect(owner).not.toBe('b');
      else expect(owner).toBe(before[partition]);
    });
  });

  it('should have no owner where nobody is there', () => {
    expect(ownerOf(0, [])).toBeUndefined();
  });

  it('should give each key one of the partitions, and use all of them', () => {
    const found = partitions.map((key) => partitionOf(`key-${key}`, 12));
    expect(new Set(found).size).toBe(12);
    expect(Math.max(...found)).toBe(11);
  });
});
