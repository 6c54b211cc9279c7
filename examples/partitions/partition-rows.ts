// What is kept of the keys of a partition: a hash with a row for each key, and the highest token that was seen.
import type { IoRedisClient } from 'rxjs-smartpoll/lease';

/** What is kept of a key. */
export interface Row {
  /** When it is due, in milliseconds since 1970, most often past while it is polled; `null` if it is not scheduled. */
  readonly due: number | null;
  readonly failures: number;
}

/** Due at once, and never polled. */
export const NEW_ROW: Row = { due: 0, failures: 0 };

const IF_NOT_STALE = `
if tonumber(ARGV[1]) < tonumber(redis.call('get', KEYS[1]) or 0) then
  return redis.error_reply('STALE a newer holder of the partition has begun')
end
redis.call('set', KEYS[1], ARGV[1])`;

const READ = `${IF_NOT_STALE}
return redis.call('hgetall', KEYS[2])`;

// A key that was taken out meanwhile does not come back.
const WRITE = `${IF_NOT_STALE}
for i = 2, #ARGV, 2 do
  if redis.call('hexists', KEYS[2], ARGV[i]) == 1 then redis.call('hset', KEYS[2], ARGV[i], ARGV[i + 1]) end
end`;

const ADD = `return redis.call('hsetnx', KEYS[1], ARGV[1], ARGV[2])`;
const REMOVE = `return redis.call('hdel', KEYS[1], ARGV[1])`;

/** Whether it was refused because of its token. */
export function isStale(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('STALE');
}

/** The rows of one partition. */
export class PartitionRows {
  private readonly token: string;
  private readonly rows: string;

  constructor(
    private readonly redis: IoRedisClient,
    partition: number,
  ) {
    // What stands in braces keeps them together in a cluster.
    this.token = `{partition:${partition}}:token`;
    this.rows = `{partition:${partition}}:rows`;
  }

  /** All rows. Whoever has an older token is refused from now on, so what was read does not change behind the reader's back. */
  async read(token: number): Promise<Map<string, Row>> {
    const found = (await this.redis.eval(READ, 2, this.token, this.rows, token)) as string[];
    const rows = new Map<string, Row>();
    for (let i = 0; i < found.length; i += 2) rows.set(found[i]!, JSON.parse(found[i + 1]!) as Row);
    return rows;
  }

  /** Writes them all or, where a newer holder has begun, none. */
  async write(token: number, rows: Iterable<readonly [key: string, row: Row]>): Promise<void> {
    const pairs = [...rows].flatMap(([key, row]) => [key, JSON.stringify(row)]);
    await this.redis.eval(WRITE, 2, this.token, this.rows, token, ...pairs);
  }

  /** Anybody may add a key, or remove one: who has the partition will see it. */
  async add(key: string): Promise<void> {
    await this.redis.eval(ADD, 1, this.rows, key, JSON.stringify(NEW_ROW));
  }

  async remove(key: string): Promise<void> {
    await this.redis.eval(REMOVE, 1, this.rows, key);
  }
}
