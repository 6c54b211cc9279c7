import { Observable } from 'rxjs';

/**
 * Emits when this tab gets the Web Lock, and holds it until the result is unsubscribed; then, or when the tab is closed, the
 * browser gives it to the next tab in line. If the browser refuses the lock, as it does to a sandboxed frame, there is
 * nobody to share with: it emits, too.
 */
export function tabLock(name: string): Observable<void> {
  return new Observable((subscriber) => {
    const waiting = new AbortController();
    const held = new Promise<void>((resolve) => subscriber.add(resolve));
    subscriber.add(() => waiting.abort());
    navigator.locks
      .request(name, { signal: waiting.signal }, () => {
        subscriber.next();
        return held;
      })
      .catch(() => subscriber.next());
  });
}
