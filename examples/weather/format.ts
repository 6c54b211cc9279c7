import type { Aggregate } from './aggregate.js';
import type { Reading } from './reading.js';
import { providerNames } from './providers.js';
import type { Report } from './report.js';

/** Milliseconds as seconds, such as `1.2 s`. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** A reading in 26 columns. */
export function weather(reading: Reading): string {
  const [wind, pressure] = [reading.metresPerSecond.toFixed(1), reading.hectopascals.toFixed(0)];
  return `${temperature(reading)} ${wind.padStart(4)} m/s ${pressure.padStart(4)} hPa`;
}

/** The temperature of a reading in 8 columns. */
export const temperature = ({ celsius }: Reading): string => `${celsius.toFixed(1).padStart(5)} °C`;

/** A report in a line, as told at `now`. */
export function line(report: Report, now: number): string {
  return `${report.key.padEnd(7)} ${told(report, now)}`;
}

function told(report: Report, now: number): string {
  if (report.type === 'published')
    return `${weather(report.aggregate)}  sent, from ${whose(report.aggregate)}`;
  const again = report.due ? `again in ${seconds(report.due.getTime() - now)}` : 'not again';
  if (report.type === 'reading') {
    return `${weather(report.reading)}  ${report.changed ? 'changed' : 'as before'}, ${again}`;
  }
  const times = report.failures > 1 ? ` ${report.failures} times` : '';
  return `failed${times}, ${again}: ${report.error.message}`;
}

function whose({ from }: Aggregate): string {
  return from.length === providerNames.length ? 'all' : from.join(', ');
}
