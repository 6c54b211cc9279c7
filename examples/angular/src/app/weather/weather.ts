import { isPlatformServer } from '@angular/common';
import {
  computed,
  inject,
  Injectable,
  makeStateKey,
  PLATFORM_ID,
  signal,
  TransferState,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { map } from 'rxjs';
import { backoff, offline, pageHidden, TaskStates, type ControlLoop, type Task } from 'rxjs-smartpoll';
import { injectSmartPoll } from 'rxjs-smartpoll/angular';
import type { PostsCommands } from 'rxjs-smartpoll/devtools';
import { aggregate } from '../../../../weather/aggregate.js';
import { providerNames, providers, type ProviderName } from '../../../../weather/providers.js';
import { changed, type Reading } from '../../../../weather/reading.js';
import type { RequestError } from '../../../../weather/request-error.js';
import type { Snapshot, Station } from './snapshot';
import { WeatherClient } from './weather-client';

export type WeatherKey = ProviderName | 'publish';

/** Changes within so many milliseconds are published together. */
const SETTLE = 50;
/** The reading of a provider that failed so often in a row no longer counts. */
const GIVE_UP = 3;
/** So many temperatures of a provider are kept. */
const HISTORY = 40;

const HANDED_OVER = makeStateKey<Snapshot | undefined>('weather');

/**
 * The weather as three providers see it: one control loop, which lives as long as the component that provides
 * this. What users want is posted to it, what there is to see goes out as signals.
 */
@Injectable()
export class Weather {
  private readonly client = inject(WeatherClient);
  private readonly transferred = inject(TransferState);
  private readonly onServer = isPlatformServer(inject(PLATFORM_ID));

  /** What the server that rendered this page found out; taken once. */
  private readonly handedOver = this.transferred.get(HANDED_OVER, undefined);

  private readonly isPaused = signal(false);
  private readonly asked = signal<Readonly<Record<ProviderName, number>>>({
    cirrus: 2 * providers.cirrus.every,
    nimbus: 2 * providers.nimbus.every,
    stratus: 2 * providers.stratus.every,
  });
  private readonly retry = backoff({ initial: 1000, max: 20_000, jitter: 'equal' });
  private now: Snapshot = this.handedOver ?? {
    stations: { cirrus: { history: [] }, nimbus: { history: [] }, stratus: { history: [] } },
    published: 0,
  };

  /** What the loop is doing, for the panel. */
  readonly states = new TaskStates<WeatherKey>();

  private readonly loop = injectSmartPoll(
    {
      tasks: {
        cirrus: this.poll('cirrus'),
        nimbus: this.poll('nimbus'),
        stratus: this.poll('stratus'),
        publish: this.publish(),
      },
      pause: [this.isPaused, pageHidden(), offline()],
      monitor: this.states,
    },
    { server: 'first' },
  );

  /** For the buttons of the panel. */
  readonly commands: PostsCommands<WeatherKey> = this.loop;
  readonly snapshot = computed(() => this.loop.value() ?? this.now);
  /** Each key's state, due time and number of runs. */
  readonly tasks = this.loop.tasks;
  /** Milliseconds from an answer of a provider to the next request. */
  readonly intervals = this.asked.asReadonly();
  readonly paused = this.isPaused.asReadonly();
  readonly offline = toSignal(offline().pipe(map(Boolean)), { initialValue: false });

  constructor() {
    if (this.onServer) this.transferred.onSerialize(HANDED_OVER, () => this.loop.value());
    else this.transferred.remove(HANDED_OVER);
  }

  /** Asks every provider now whose last answer is not as fresh as it can be. */
  refresh(): void {
    this.loop.post((loop) => this.askStale(loop));
  }

  pause(paused: boolean): void {
    this.isPaused.set(paused);
  }

  /** Aborts the request to a provider, if there is one. */
  cancel(name: ProviderName): void {
    this.loop.post((loop) => {
      if (loop.cancel(name)) loop.scheduleSooner(name, this.asked()[name]);
    });
  }

  /** Asks a provider every so many milliseconds from now on, also the next time. */
  setInterval(name: ProviderName, interval: number): void {
    this.asked.update((all) => ({ ...all, [name]: interval }));
    this.loop.post((loop) => this.move(name, loop));
  }

  private poll(name: ProviderName): Task<WeatherKey, Reading, Snapshot> {
    const { every } = providers[name];
    return {
      startDue: () => this.dueByInterval(name),
      minInterval: every,
      project: () => this.client.ask(name),
      next: (reading, loop) => {
        const { reading: before, history } = this.now.stations[name];
        loop.schedule(name, this.asked()[name]);
        if (changed(before, reading)) this.publishSoon(loop);
        return this.heard(name, {
          reading,
          at: loop.now(),
          history: [...history, reading.celsius].slice(-HISTORY),
        });
      },
      error: (error: RequestError, loop) => {
        if (error.retryAfter !== undefined) loop.hold(name, error.retryAfter);
        loop.schedule(name, error.retryAfter ?? this.retry(loop.failures));
        if (loop.failures === GIVE_UP) this.publishSoon(loop);
        return this.heard(name, {
          ...this.now.stations[name],
          failure: { message: error.message, times: loop.failures },
          at: loop.now(),
        });
      },
    };
  }

  private publish(): Task<WeatherKey, unknown, Snapshot> {
    return {
      project: () => (this.now.aggregate ? this.client.publish(this.now.aggregate) : []),
      next: () => {
        const { unpublished: _, ...rest } = this.now;
        return [(this.now = { ...rest, published: rest.published + 1 })];
      },
      error: (error: RequestError, loop) => {
        loop.schedule('publish', this.retry(loop.failures));
        return [(this.now = { ...this.now, unpublished: error.message })];
      },
    };
  }

  /** A page that is rendered publishes nothing. */
  private publishSoon(loop: ControlLoop<WeatherKey>): void {
    if (!this.onServer) loop.scheduleSooner('publish', SETTLE);
  }

  /** What is known now. A server waits for all providers, so that its first value is the whole page. */
  private heard(name: ProviderName, station: Station): Snapshot[] {
    const stations = { ...this.now.stations, [name]: station };
    const readings = new Map<ProviderName, Reading>();
    for (const each of providerNames) {
      const { reading, failure } = stations[each];
      if (reading && (failure?.times ?? 0) < GIVE_UP) readings.set(each, reading);
    }
    const { aggregate: _, ...rest } = this.now;
    this.now = { ...rest, stations, ...(readings.size > 0 && { aggregate: aggregate(readings) }) };
    const all = providerNames.every((each) => stations[each].at !== undefined);
    return all || !this.onServer ? [this.now] : [];
  }

  /**
   * Pressed twice, it asks once: not who answered less than its shortest interval ago. A tick for one who is
   * being asked waits for the answer, whose handler schedules anew: the last call wins.
   */
  private askStale(loop: ControlLoop<WeatherKey>): void {
    for (const name of providerNames) {
      const { at = -Infinity } = this.now.stations[name];
      if (loop.now() - at >= providers[name].every) loop.scheduleSooner(name, 0);
    }
  }

  /** Moves a timer that is pending; where a request is under way, or a retry, the next answer sees to it. */
  private move(name: ProviderName, loop: ControlLoop<WeatherKey>): void {
    if (loop.dueTime(name) && !this.now.stations[name].failure) loop.schedule(name, this.dueByInterval(name));
  }

  /** An interval after the last answer: where the server asked last, the browser goes on. */
  private dueByInterval(name: ProviderName): Date {
    return new Date((this.now.stations[name].at ?? 0) + this.asked()[name]);
  }
}
