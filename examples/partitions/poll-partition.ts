// The loop of one partition, for as long as its lease is held.
import { concat, defer, type ObservableInput, retry, timer } from 'rxjs';
import { backoff, poll, smartPoll, type StreamInput, type Task, type TaskContext } from 'rxjs-smartpoll';
import type { Held } from 'rxjs-smartpoll/lease';
import type { PartitionRows } from './partition-rows.js';
import { WriteBehind } from './write-behind.js';

/** How keys are polled, whatever their partition. */
export interface PollOptions {
  /** Polls a key. What it writes elsewhere it writes with the token. */
  project(context: TaskContext<string>, token: number): StreamInput<unknown>;
  /** From the end of one poll of a key to its next one, in milliseconds. */
  every: number;
  /** How long a poll may take, in milliseconds. */
  timeout: number;
  /** How many keys of a partition are polled at once. */
  concurrent: number;
  /** Told of what went wrong with the rows; all of it is tried again. */
  report(error: unknown): void;
}

/** How often what has changed is written, in milliseconds: so much is polled too soon after a crash. */
const BATCH = 100;
/** How often to look whether keys were added or removed, in milliseconds. */
const LOOK = 2_000;

/**
 * Polls the keys of a partition, from where the holder before left them.
 *
 * @param drain - its first value lets it complete: once what runs has ended, and is written down
 */
export function pollPartition(
  rows: Pick<PartitionRows, 'read' | 'write'>,
  { token, scheduler }: Held,
  { project, every, timeout, concurrent, report }: PollOptions,
  drain: ObservableInput<unknown>,
) {
  const writeBehind = new WriteBehind((batch) => rows.write(token, batch), report);
  const retryDue = backoff({ initial: every, max: 60 * every });
  const found$ = defer(() => rows.read(token)).pipe(
    retry({
      delay: (error: unknown) => {
        report(error);
        return timer(BATCH);
      },
    }),
  );
  const loop$ = smartPoll({
    entries: [] as [string, Task<string>][],
    hooks: {
      found: {
        source: found$.pipe(poll(LOOK, { scheduler })),
        next(found, loop) {
          for (const key of loop.keys()) if (!found.has(key)) loop.remove(key);
          for (const [key, row] of found) {
            if (loop.has(key)) continue;
            writeBehind.stored(key, row);
            loop.add(key, {
              project: (context) => project(context, token),
              startDue: row.due === null ? null : new Date(row.due),
              startFailures: row.failures,
              repeatDue: every,
              retryDue,
              timeout,
            });
          }
        },
      },
      batches: { source: writeBehind.batches(BATCH, scheduler), keepsAlive: false },
    },
    monitor: writeBehind,
    concurrent,
    scheduler,
    drain,
  });
  return concat(
    loop$,
    defer(() => writeBehind.flush()),
  );
}
