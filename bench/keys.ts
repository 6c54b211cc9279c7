import { of } from 'rxjs';

export const HOUR = 3_600_000;

/** A due so late that nothing happens while a row measures, and another one for each key. */
export const hours = (): number => HOUR * (1 + Math.random());

/** A task that waits. */
export const idleTask = { startDue: hours, project: () => of(1), next: (): void => {} };

/** One task under so many keys, the numbers from `first` on. */
export function* numbered<T>(keys: number, task: T, first = 0): Generator<[number, T]> {
  for (let key = first; key < first + keys; key++) yield [key, task];
}
