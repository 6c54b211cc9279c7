import type { MeterProvider, TracerProvider } from '@opentelemetry/api';

/** Options of `telemetry()`. */
export interface TelemetryOptions<K = any> {
  /**
   * The name of the loop, as the attribute `smartpoll.loop.name` of all that it reports. Name the loops of a process that has
   * several: gauges of loops with one name are added up.
   *
   * @defaultValue no attribute
   */
  name?: string;
  /**
   * Names the task of a key, as the attribute `smartpoll.task.name`. Let there be few names: each makes a time series of its own
   * of most metrics, and too many kill a backend. `undefined` for no attribute.
   *
   * @defaultValue no attribute: a key is told to nobody
   */
  taskName?(key: K): string | undefined;
  /**
   * Where metrics go.
   *
   * @defaultValue the global one, as each run of the loop begins
   */
  meterProvider?: MeterProvider;
  /**
   * Where spans go.
   *
   * @defaultValue the global one, as each run of the loop begins
   */
  tracerProvider?: TracerProvider;
}
