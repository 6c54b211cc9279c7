import type { LeaseDriver } from './lease-options.js';
import { check } from './lease-options.js';

/** The part of a `Pool` of `pg` that is used. */
export interface PgPool {
  query(query: {
    text: string;
    values: unknown[];
    query_timeout: number;
  }): Promise<{ rows: Record<string, unknown>[] }>;
}

const TABLE = `create table if not exists smartpoll_leases (
  name text primary key,
  holder text,
  token bigint not null,
  until timestamptz not null
)`;

// `clock_timestamp()`, because `now()` would be from before a wait for the row.
const HOLD = `with taken as (
  insert into smartpoll_leases as lease (name, holder, token, until) values (
    $1, $2, floor(1000 * extract(epoch from clock_timestamp())), clock_timestamp() + $3 * interval '1 millisecond'
  )
  on conflict (name) do update set holder = excluded.holder, until = excluded.until, token =
    case when lease.until > clock_timestamp() then lease.token else greatest(lease.token + 1, excluded.token) end
  where lease.holder = excluded.holder or lease.until <= clock_timestamp()
  returning token
)
select token::float8 as answer from taken
union all
select least(0, 1000 * extract(epoch from clock_timestamp() - until))::float8 from smartpoll_leases
where name = $1 and not exists (select from taken)`;

const RELEASE = `update smartpoll_leases set holder = null, until = 'epoch' where name = $1 and holder = $2`;

/**
 * Keeps a lease in PostgreSQL, through your own pool of `pg`.
 *
 * It creates the table `smartpoll_leases` if it is missing. If your user must not create tables, create it yourself; the
 * guide shows how. A query that is not answered within the `ttl` of the lease is given up, together with its connection.
 *
 * @param pool - your pool; it is not ended here
 * @param name - the name of the lease, which gets a row that stays. Use one name for each thing that is to run once
 * @throws TypeError for an invalid pool or name
 * @see [One loop among many replicas](../../docs/guides/many-replicas.md)
 *
 * @example
 * ```ts
 * const lease$ = lease(pgLease(new Pool({ connectionTimeoutMillis: 5_000 }), 'prices'));
 * ```
 */
export function pgLease(pool: PgPool, name: string): LeaseDriver {
  check('pool', pool, typeof pool?.query === 'function', 'a Pool of pg');
  check('name', name, typeof name === 'string' && name !== '', 'a string that is not empty');
  let timeout = 10_000;
  const query = (text: string, values: unknown[]) => pool.query({ text, values, query_timeout: timeout });
  const hold = async (id: string, ttl: number): Promise<number> => {
    const { rows } = await query(HOLD, [name, id, ttl]);
    // No row: somebody is just taking the lease for the first time.
    return rows.length === 0 ? 0 : (rows[0]!['answer'] as number);
  };
  return {
    async hold(id, ttl) {
      timeout = ttl;
      try {
        return await hold(id, ttl);
      } catch (error) {
        if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
        // If several create it at once, one of them may fail, and asks again.
        await query(TABLE, []);
        return hold(id, ttl);
      }
    },
    release: (id) => query(RELEASE, [name, id]),
  };
}

const UNDEFINED_TABLE = '42P01';
