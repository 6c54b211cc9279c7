import { context, trace, type Attributes } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { DataPointType, MeterProvider, MetricReader, type Histogram } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';

class Reader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** A point of a metric: its value, or those of a histogram. */
export interface Point {
  readonly attributes: Attributes;
  readonly value: number;
  /** How many values a histogram has; of anything else there is one. */
  readonly count: number;
}

/** Providers of the real SDK, and what was recorded with them. */
export function recorded() {
  const reader = new Reader();
  const exporter = new InMemorySpanExporter();
  const meterProvider = new MeterProvider({ readers: [reader] });
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  const started: ReadableSpan[] = [];
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [
      ...spanProcessors,
      {
        onStart: (span) => void started.push(span as unknown as ReadableSpan),
        onEnd: () => undefined,
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  return {
    meterProvider,
    tracerProvider,
    /** The spans that have ended, in that order. */
    get spans(): ReadableSpan[] {
      return exporter.getFinishedSpans();
    },
    /** How many spans were started and have not ended. */
    get open(): number {
      return started.length - exporter.getFinishedSpans().length;
    },
    /** All points, by the names of their metrics. */
    async metrics(): Promise<Record<string, Point[]>> {
      const { resourceMetrics } = await reader.collect();
      const all = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
      return Object.fromEntries(
        all.map(({ descriptor, dataPointType, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) => {
            const { sum = NaN, count } =
              dataPointType === DataPointType.HISTOGRAM
                ? (value as Histogram)
                : { sum: value as number, count: 1 };
            return { attributes, value: Math.round(sum * 1e6) / 1e6, count };
          }),
        ]),
      );
    },
    /** Where the buckets of the histograms end, by their names. */
    async boundaries(): Promise<Record<string, readonly number[]>> {
      const { resourceMetrics } = await reader.collect();
      const all = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
      return Object.fromEntries(
        all
          .filter(({ dataPointType }) => dataPointType === DataPointType.HISTOGRAM)
          .map(({ descriptor: { name }, dataPoints }) => [
            name,
            (dataPoints[0]!.value as Histogram).buckets.boundaries,
          ]),
      );
    },
    /** The units, by the names of the metrics. */
    async units(): Promise<Record<string, string>> {
      const { resourceMetrics } = await reader.collect();
      const all = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
      return Object.fromEntries(all.map(({ descriptor: { name, unit } }) => [name, unit]));
    },
  };
}

/** Contexts follow what is asynchronous, as in every program that is instrumented. */
export function useContexts(): () => void {
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  return () => {
    context.disable();
    trace.disable();
  };
}

/** The name of the span that is active, if one is. */
export function activeSpan(): string | undefined {
  return (trace.getActiveSpan() as ReadableSpan | undefined)?.name;
}
