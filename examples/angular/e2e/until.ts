import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `holds` does; rejects with `what` after a time in which everything has happened that will. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeout = 25_000,
): Promise<void> {
  const end = Date.now() + timeout;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await delay(40);
  }
}
