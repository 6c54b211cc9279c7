// All of it: who is there, which partitions are to be this member's, a lease for each, and its loop while that is held.
import {
  concatMap,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  from,
  map,
  merge,
  type Observable,
  type ObservableInput,
  shareReplay,
  take,
  takeUntil,
  tap,
} from 'rxjs';
import { type IoRedisClient, lease, redisLease, whileHeld } from 'rxjs-smartpoll/lease';
import { members } from './members.js';
import { PartitionRows } from './partition-rows.js';
import { pollPartition, type PollOptions } from './poll-partition.js';
import { ownerOf } from './rendezvous.js';

/** A member. */
export interface MemberOptions extends PollOptions {
  readonly redis: IoRedisClient;
  /** Its name, which no other member has. */
  readonly name: string;
  /** How many partitions there are, for all members the same number. */
  readonly partitions: number;
  /** For how long a lease is taken, in milliseconds. */
  readonly ttl: number;
  /** Its first value lets it finish what runs, give up all partitions, and complete. */
  readonly drain: ObservableInput<unknown>;
  /** Told as it gets a partition, with the token, and as it has it no more. */
  holds(partition: number, token: number | undefined): void;
}

/** Polls the keys of those partitions that are this member's, as members come and go. */
export function pollPartitions(options: MemberOptions): Observable<unknown> {
  const { redis, name, partitions, ttl, report, holds } = options;
  const drain$ = from(options.drain).pipe(take(1), shareReplay(1));
  const members$ = members(redis, name, ttl).pipe(
    takeUntil(drain$),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

  const work = (partition: number): Observable<unknown> => {
    const isMine$ = members$.pipe(
      map((names) => ownerOf(partition, names) === name),
      distinctUntilChanged(),
    );
    const leave$ = merge(isMine$.pipe(filter((isMine) => !isMine)), drain$);
    const lease$ = lease(redisLease(redis, `{partition:${partition}}:lease`), { ttl, report }).pipe(
      tap((held) => holds(partition, held?.token)),
      finalize(() => holds(partition, undefined)),
    );
    const rows = new PartitionRows(redis, partition);
    const polls$ = whileHeld(lease$, (held) => pollPartition(rows, held, options, leave$), { drain: leave$ });
    // One after the other: a partition that comes back while it is left is taken again once it was left.
    return isMine$.pipe(concatMap((isMine) => (isMine ? polls$ : EMPTY)));
  };
  return merge(...Array.from({ length: partitions }, (_, partition) => work(partition)));
}
