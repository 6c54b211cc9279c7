import { evaluateDue, type Due } from '../config/due.js';
import type { Key } from './key.js';

/** When to try again after the last of so many failures of `key`; `null` to give up (5.13). */
export function retryDueOf({ key, task: { retryDue } }: Key, failures: number, error: unknown): Due | null {
  if (retryDue === undefined) return null;
  const due = typeof retryDue === 'number' ? retryDue : retryDue(failures, error);
  return evaluateDue(due, NaN, 'retryDue', key);
}
