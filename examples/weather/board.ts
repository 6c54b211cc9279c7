import type { LoopEvent } from 'rxjs-smartpoll';
import type { ForecastKey } from './forecast.js';
import { providerNames, type ProviderName } from './providers.js';
import type { Reading } from './reading.js';
import type { Report } from './report.js';
import { RequestError } from './request-error.js';

/** What there is to show of a task. */
export interface Row {
  running: boolean;
  /** When it is due, in milliseconds since the epoch, and when that was decided. */
  due: number | undefined;
  decided: number;
  /** Why its last request failed, if it did. */
  failure: Error | undefined;
  /** The last reading, or what was published last. */
  reading: (Reading & { readonly from?: readonly ProviderName[] }) | undefined;
  requests: number;
  /** Answers that were 429. */
  refused: number;
  /** Other failures. */
  failures: number;
}

/** What there is to show, kept up to date by the events of the loop and the reports of the forecast. */
export interface Board {
  readonly rows: Readonly<Record<ForecastKey, Row>>;
  event(event: LoopEvent<ForecastKey>): void;
  report(report: Report): void;
}

export const boardKeys: readonly ForecastKey[] = [...providerNames, 'publish'];

export function createBoard(): Board {
  const rows = Object.fromEntries(boardKeys.map((key) => [key, emptyRow()])) as Record<ForecastKey, Row>;
  return {
    rows,
    event(event) {
      switch (event.type) {
        case 'schedule':
          Object.assign(rows[event.key], { due: event.dueTime?.getTime(), decided: event.time });
          break;
        case 'start':
          Object.assign(rows[event.key], { due: undefined, running: true });
          rows[event.key].requests++;
          break;
        case 'stop':
          rows[event.key].running = false;
      }
    },
    report(report) {
      const row = rows[report.key];
      row.failure = report.type === 'failure' ? report.error : undefined;
      if (report.type === 'reading') row.reading = report.reading;
      if (report.type === 'published') row.reading = report.aggregate;
      if (report.type === 'failure') row[isRefusal(report.error) ? 'refused' : 'failures']++;
    },
  };
}

function emptyRow(): Row {
  return {
    running: false,
    due: undefined,
    decided: 0,
    failure: undefined,
    reading: undefined,
    requests: 0,
    refused: 0,
    failures: 0,
  };
}

function isRefusal(error: Error): boolean {
  return error instanceof RequestError && error.failure === 'rate-limit';
}
