import { Observable } from 'rxjs';

/**
 * Emits once this tab has the Web Lock, and holds it until it is unsubscribed from; then, or as the tab goes, the
 * browser gives it to the next that waits. Where the browser refuses the lock, as it does to a sandboxed frame, there
 * is nobody to share with: it emits too.
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
