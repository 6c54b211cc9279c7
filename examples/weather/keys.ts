import { Observable } from 'rxjs';
import type { ReadStream } from 'node:tty';

/** The keys pressed, one by one, unsubscribing gives the terminal back; nothing where there is none. */
export function keys(input: ReadStream): Observable<string> {
  return new Observable((subscriber) => {
    if (!input.isTTY) return;
    const press = (data: Buffer): void => {
      for (const key of data.toString()) subscriber.next(key);
    };
    input.setRawMode(true);
    input.on('data', press);
    return () => {
      input.off('data', press);
      input.setRawMode(false);
      input.pause();
    };
  });
}
