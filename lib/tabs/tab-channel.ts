import {
  concat,
  defer,
  EMPTY,
  filter,
  finalize,
  fromEvent,
  ignoreElements,
  map,
  materialize,
  merge,
  mergeMap,
  Observable,
  of,
  take,
  tap,
  type CompleteNotification,
  type ErrorNotification,
  type NextNotification,
  type ObservableNotification,
  type Unsubscribable,
} from 'rxjs';

/**
 * What tabs post: notifications of the source (`N`, `E`, `C`); its last value (`last`), for tabs that have none yet; a
 * request for that (`ask`); and a `mark`, which a tab posts to itself. Clones of errors keep only names that are built in.
 */
type Message<T> =
  | NextNotification<T>
  | (ErrorNotification & { readonly name?: string })
  | CompleteNotification
  | { readonly kind: 'last'; readonly value: T }
  | { readonly kind: 'ask' }
  | { readonly kind: 'mark'; readonly id: number };

/** What one tab hears from others with the same name, and tells them while it runs the source. */
export class TabChannel<T> implements Unsubscribable {
  /** The name of the channel, and of the lock. */
  readonly key: string;
  private readonly channel: BroadcastChannel;
  private readonly messages$: Observable<Message<T>>;
  /** The last value, from whichever tab. */
  private last: { readonly value: T } | undefined;

  /** @throws DOMException where the browser allows no channel */
  constructor(private readonly name: string) {
    this.key = `rxjs-smartpoll/tabs:${name}`;
    this.channel = new BroadcastChannel(this.key);
    this.messages$ = fromEvent<MessageEvent<Message<T>>>(this.channel, 'message').pipe(
      map(({ data }) => data),
    );
  }

  unsubscribe(): void {
    this.channel.close();
  }

  /** Emits what the tab that runs the source tells the others, after asking for the last value. */
  heard(): Observable<ObservableNotification<T>> {
    const unreadable$ = fromEvent(this.channel, 'messageerror').pipe(
      map(() => ({ kind: 'E' as const, error: this.notForTabs('it cannot be read here') })),
    );
    const ask$ = defer(() => {
      this.post({ kind: 'ask' });
      return EMPTY;
    });
    return merge(this.messages$.pipe(mergeMap((message) => this.hear(message))), unreadable$, ask$);
  }

  /** Runs the source, and tells the others. */
  run(source: Observable<T>): Observable<ObservableNotification<T>> {
    const run$ = source.pipe(
      materialize(),
      tap((notification) => {
        if (notification.kind === 'N') this.last = notification;
        this.post(notification.kind === 'E' ? named(notification) : notification);
      }),
    );
    return concat(this.caughtUp(), run$);
  }

  /**
   * Completes once everything has been heard that was posted before. The lock may arrive before the last messages of the tab
   * that had it, and a tab that was frozen has a queue of them.
   */
  private caughtUp(): Observable<never> {
    return defer(() => {
      const id = Math.random();
      const self = new BroadcastChannel(this.key); // A channel does not hear itself.
      const mark: Message<T> = { kind: 'mark', id };
      self.postMessage(mark);
      return this.messages$.pipe(
        filter((message) => message?.kind === 'mark' && message.id === id),
        take(1),
        ignoreElements(),
        finalize(() => self.close()),
      );
    });
  }

  private hear(message: Message<T>): Observable<ObservableNotification<T>> {
    switch (message?.kind) {
      case 'ask':
        // Whoever runs the source, if anybody does, may be new, too, and have none.
        if (this.last !== undefined) this.post({ kind: 'last', value: this.last.value });
        return EMPTY;
      case 'last':
        if (this.last !== undefined) return EMPTY;
        return this.hear({ kind: 'N', value: message.value });
      case 'N':
        this.last = message;
        return of(message);
      case 'E':
        if (message.name) Object.defineProperty(message.error, 'name', { value: message.name });
        return of(message);
      case 'C':
        return of(message);
      default:
        return EMPTY; // A mark, or a message of another script or release.
    }
  }

  private post(message: Message<T>): void {
    try {
      this.channel.postMessage(message);
    } catch (reason) {
      const plain: Message<T> =
        message.kind === 'E'
          ? { ...message, error: plainError(message.error) }
          : { kind: 'E', error: this.notForTabs(reason) };
      this.channel.postMessage(plain);
    }
  }

  private notForTabs(reason: unknown): Error {
    const { message } = plainError(reason);
    return new TypeError(
      `smartPoll: acrossTabs(${JSON.stringify(this.name)}): a value cannot be cloned to other tabs: ${message}`,
    );
  }
}

/** Tells its name apart from the error. */
function named(notification: ErrorNotification): ErrorNotification & { name?: string } {
  const name: unknown = notification.error?.name;
  return typeof name === 'string' ? { ...notification, name } : notification;
}

/** An error that can be cloned, with the message of one that cannot. */
function plainError(error: any): Error {
  return new Error(String(error?.message ?? error));
}
