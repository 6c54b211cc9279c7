import { field } from './field.js';
import type { Reading } from './reading.js';
import * as units from './units.js';

/** The three weather services of this example. */
export const providerNames = ['cirrus', 'nimbus', 'stratus'] as const;
export type ProviderName = (typeof providerNames)[number];

/** What is known of a provider: what it serves, how to read it, and what it allows. */
export interface Provider {
  readonly path: string;
  /** Milliseconds between two requests that the provider allows; sooner ones are answered with 429. */
  readonly every: number;
  /** Milliseconds an answer takes, from and to. */
  readonly latency: readonly [number, number];
  /** It takes over the observations of every so many recorded hours. */
  readonly hours: number;
  /** Its JSON, in its own shape and units. */
  answer(observation: Reading): unknown;
  /** A reading from its JSON; throws a `TypeError` where the JSON is of another shape. */
  read(body: unknown): Reading;
}

export const providers: Readonly<Record<ProviderName, Provider>> = {
  /** Quick, exact, °C and m/s; one request a second. */
  cirrus: {
    path: '/v1/now',
    every: 1000,
    latency: [20, 120],
    hours: 1,
    answer: ({ time, celsius, metresPerSecond, hectopascals }) => ({
      at: time,
      temp_c: celsius,
      wind_ms: metresPerSecond,
      pressure_hpa: hectopascals,
    }),
    read: (body) => ({
      time: field(body, 'at', 'string'),
      celsius: field(body, 'temp_c', 'number'),
      metresPerSecond: field(body, 'wind_ms', 'number'),
      hectopascals: field(body, 'pressure_hpa', 'number'),
    }),
  },
  /** American: whole °F, mph and inches of mercury; 40 requests a minute. */
  nimbus: {
    path: '/observations/latest.json',
    every: 1500,
    latency: [80, 350],
    hours: 1,
    answer: ({ time, celsius, metresPerSecond, hectopascals }) => ({
      observation: {
        local_time: time.replace('T', ' '),
        temperature: { value: Math.round(units.toFahrenheit(celsius)), unit: 'F' },
        wind: { mph: Math.round(units.toMph(metresPerSecond)) },
        altimeter_inhg: units.round(units.toInchesOfMercury(hectopascals), 2),
      },
    }),
    read: (body) => ({
      time: field(body, 'observation.local_time', 'string').replace(' ', 'T'),
      celsius: units.fromFahrenheit(field(body, 'observation.temperature.value', 'number')),
      metresPerSecond: units.fromMph(field(body, 'observation.wind.mph', 'number')),
      hectopascals: units.fromInchesOfMercury(field(body, 'observation.altimeter_inhg', 'number')),
    }),
  },
  /** A model run every third hour, slow to answer: K, km/h and Pa; 24 requests a minute. */
  stratus: {
    path: '/model/SEA',
    every: 2500,
    latency: [200, 700],
    hours: 3,
    answer: ({ time, celsius, metresPerSecond, hectopascals }) => ({
      run: time,
      t2m: units.round(units.toKelvin(celsius), 2),
      wind10m: { speed: units.round(units.toKmh(metresPerSecond)), unit: 'km/h' },
      msl: Math.round(units.toPascals(hectopascals)),
    }),
    read: (body) => ({
      time: field(body, 'run', 'string'),
      celsius: units.fromKelvin(field(body, 't2m', 'number')),
      metresPerSecond: units.fromKmh(field(body, 'wind10m.speed', 'number')),
      hectopascals: units.fromPascals(field(body, 'msl', 'number')),
    }),
  },
};
