import type { MeterProvider, TracerProvider } from '@opentelemetry/api';

/** The options of `telemetry()`. */
export interface TelemetryOptions<K = any> {
  /**
   * The name of the loop, reported as the attribute `smartpoll.loop.name`. If a process has several loops, name them: gauges
   * of loops with the same name are added up.
   *
   * @defaultValue no attribute
   */
  name?: string;
  /**
   * Names the task of a key, reported as the attribute `smartpoll.task.name`; `undefined` for none.
   *
   * If it throws, the task has no name. Use few names: for most metrics each one makes a time series of its own, and
   * too many overload a backend.
   *
   * @defaultValue no attribute: keys are not reported
   */
  taskName?(key: K): string | undefined;
  /**
   * Where metrics go.
   *
   * @defaultValue the global provider, looked up when each run of the loop begins
   */
  meterProvider?: MeterProvider;
  /**
   * Where spans go.
   *
   * @defaultValue the global provider, looked up when each run of the loop begins
   */
  tracerProvider?: TracerProvider;
}
