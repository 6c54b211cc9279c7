import type { LeaseDriver } from './lease-options.js';
import { check } from './lease-options.js';

/** What is used of a `Pool` of `pg`. */
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

// `clock_timestamp()` is read when it is needed, `now()` before a wait for the row.
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
 * The table `smartpoll_leases` is created where it is missing. Where your user may not do that, create it yourself; the guide
 * "One loop among many replicas" has it. A query that is not answered within the time that the lease lasts is given up, and its
 * connection with it.
 *
 * @param pool - yours; it is not ended here
 * @param name - the name of the lease, a row that stays; whatever is to run once has a name of its own
 * @throws TypeError for anything that is no pool, or no name
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
    // No row: somebody took the lease for the first time at this moment.
    return rows.length === 0 ? 0 : (rows[0]!['answer'] as number);
  };
  return {
    async hold(id, ttl) {
      timeout = ttl;
      try {
        return await hold(id, ttl);
      } catch (error) {
        if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
        // Where several create it at once one of them may fail, and asks again.
        await query(TABLE, []);
        return hold(id, ttl);
      }
    },
    release: (id) => query(RELEASE, [name, id]),
  };
}

const UNDEFINED_TABLE = '42P01';
