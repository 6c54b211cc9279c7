import { evaluateDue, type Due } from '../config/due.js';
import type { TaskRun } from './task-run.js';

/** When to try again after the failure of `run`; `null` to give up (5.13). */
export function retryDueOf({ key, failure }: TaskRun): Due | null {
  const { retryDue } = key.task;
  if (retryDue === undefined) return null;
  const due = typeof retryDue === 'number' ? retryDue : retryDue(failure!.failures, failure!.error);
  return evaluateDue(due, NaN, 'retryDue', key.key);
}
