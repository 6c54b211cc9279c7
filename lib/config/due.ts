/**
 * When a key is to be ready: a number of milliseconds from now (from the call, not from the end of
 * the turn), zero or more and finite, or a `Date`. Any length works, past 2³¹ ms too (6.3).
 *
 * A relative due is immune to steps of the wall clock; a `Date` follows the wall clock (6.5).
 */
export type Due = number | Date;
