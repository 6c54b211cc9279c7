export type { Held } from './held.js';
export { lease } from './lease.js';
export type { LeaseDriver, LeaseOptions } from './lease-options.js';
export { pgLease } from './pg-lease.js';
export type { PgPool } from './pg-lease.js';
export { redisLease } from './redis-lease.js';
export type { IoRedisClient, NodeRedisClient } from './redis-lease.js';
export { whileHeld } from './while-held.js';
export type { WhileHeldOptions } from './while-held.js';
