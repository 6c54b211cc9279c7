import { Observable, type Subscriber } from 'rxjs';
import type { TaskRun } from '../keys/task-run.js';

/** Feeds one operator: like a Subject, but for one subscriber, so there is no list to walk (bench row "cycle"). */
export class Outlet<T> {
  private subscriber: Subscriber<T> | undefined = undefined;
  readonly values = new Observable<T>((subscriber) => {
    this.subscriber = subscriber;
  });

  next(value: T): void {
    this.subscriber?.next(value);
  }
}

/** The most first stages that one `mergeMap` runs. */
const GROUP = 128;

/** First stages that one `mergeMap` runs. */
class Group extends Outlet<TaskRun> {
  running = 0;

  constructor(
    private readonly open: Group[],
    private readonly outlet: StartOutlet,
  ) {
    super();
  }

  /** One of them has ended: its teardown begins, or its end has been announced. */
  releasing(begins: boolean): void {
    this.outlet.releasing(begins);
  }

  /** One of them has ended. */
  left(): void {
    if (this.running-- === GROUP) this.open.push(this);
  }
}

/**
 * Hands out what starts in groups, each for a `mergeMap` of its own: when an inner subscriber ends, `mergeMap` searches a
 * list of all of them, which takes longer the more are running (6.6).
 */
export class StartOutlet {
  /** The groups as Observables. */
  readonly groups: Observable<Observable<TaskRun>>;
  /** How many are being torn down: what that causes waits until their ends are announced (2.6). */
  releases = 0;
  /** Something waits for that. */
  private awaited = false;
  private readonly outlet = new Outlet<Observable<TaskRun>>();
  /** The groups with room. */
  private readonly open: Group[] = [];

  /** @param released - called when what waited may go on */
  constructor(private readonly released: () => void) {
    this.groups = this.outlet.values;
  }

  /** The caller waits until `released` is called. */
  await(): void {
    this.awaited = true;
  }

  releasing(begins: boolean): void {
    this.releases += begins ? 1 : -1;
    if (this.releases > 0 || !this.awaited) return;
    this.awaited = false;
    this.released();
  }

  next(run: TaskRun): void {
    let group = this.open[this.open.length - 1];
    if (group === undefined) {
      group = new Group(this.open, this);
      this.open.push(group);
      this.outlet.next(group.values);
    }
    if (++group.running === GROUP) this.open.pop();
    run.group = group;
    group.next(run);
  }
}
