export { telemetry, type TelemetryConfig } from './telemetry.js';
export type { TelemetryOptions } from './telemetry-options.js';
