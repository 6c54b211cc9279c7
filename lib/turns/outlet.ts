import { Observable, type Subscriber } from 'rxjs';
import type { TaskRun } from '../keys/task-run.js';

/** What the pump feeds one operator through: a Subject for one subscriber, without a walk over many (bench row "cycle"). */
export class Outlet<T> {
  private subscriber: Subscriber<T> | undefined = undefined;
  readonly values = new Observable<T>((subscriber) => {
    this.subscriber = subscriber;
  });

  next(value: T): void {
    this.subscriber?.next(value);
  }
}

/** How many first stages one `mergeMap` runs at most. */
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

  /** One of them, which has ended, is being torn down, or no more so. */
  releasing(begins: boolean): void {
    this.outlet.releases += begins ? 1 : -1;
  }

  /** One of them has ended. */
  left(): void {
    if (this.running-- === GROUP) this.open.push(this);
  }
}

/**
 * What starts, in groups, for a `mergeMap` each: as an inner subscriber of one ends, it is searched in a list of all
 * of them, which would take longer the more run (6.6).
 */
export class StartOutlet {
  /** The groups as Observables. */
  readonly groups: Observable<Observable<TaskRun>>;
  /** How many are being torn down: what that causes waits until their ends are told (2.6). */
  releases = 0;
  private readonly outlet = new Outlet<Observable<TaskRun>>();
  /** The groups with room. */
  private readonly open: Group[] = [];

  constructor() {
    this.groups = this.outlet.values;
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
