import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type TracerProvider,
} from '@opentelemetry/api';
import { SCOPE } from './instruments.js';

/** A span, and the context in which it is the active one. */
export interface Traced {
  readonly span: Span;
  readonly place: Context;
}

/** Makes the spans of one run of a loop. */
export class LoopTracer {
  /** The context in which the loop was subscribed to, without its span, which ends long before the loop. */
  private readonly base = trace.deleteSpan(context.active());
  private readonly tracer;

  constructor(provider: TracerProvider = trace.getTracerProvider()) {
    this.tracer = provider.getTracer(SCOPE);
  }

  /** Starts a span: a trace of its own, or a child of `parent`. */
  start(name: string, attributes: Attributes, parent?: Traced): Traced {
    const place = parent?.place ?? this.base;
    const span = this.tracer.startSpan(name, { attributes }, place);
    return { span, place: trace.setSpan(place, span) };
  }
}

/** Marks a span as failed. */
export function failSpan(span: Span, error: unknown, type: string): void {
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
  try {
    span.recordException(isError(error) ? error : String(error));
  } catch {
    span.recordException(typeof error); // It has no text.
  }
}

function isError(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'message' in error;
}
