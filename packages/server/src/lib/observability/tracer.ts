import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { version } from '../version.ts'

/** Returns the tracer of the server; its spans are discarded unless an OpenTelemetry SDK is loaded. */
export function getTracer(): Tracer {
  return trace.getTracer('@mira/server', version)
}

/** Runs `work` in a new child span of the active one. */
export async function withSpan<Result>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Result>,
): Promise<Result> {
  const span = getTracer().startSpan(name, { attributes })
  try {
    return await activate(span, work)
  } catch (error) {
    recordFailure(span, error)
    throw error
  } finally {
    span.end()
  }
}

/** Runs `work` with a span active, unless the span belongs to no trace: without an SDK, a request costs no contexts. */
export function activate<Result>(span: Span, work: () => Result, parent: Context = context.active()): Result {
  return trace.isSpanContextValid(span.spanContext()) ? context.with(trace.setSpan(parent, span), work) : work()
}

/** Marks a span as failed with the error's name only, since its message may quote user content. */
export function recordFailure(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Wraps an async iterable so that a later iteration runs in the currently active span. */
export function bindSpan<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  const active = context.active()
  if (active === ROOT_CONTEXT) return items
  return {
    [Symbol.asyncIterator]() {
      const iterator = items[Symbol.asyncIterator]()
      return {
        next: () => context.with(active, () => iterator.next()),
        return: async (value) =>
          context.with(active, async () => (await iterator.return?.(value)) ?? { done: true, value }),
      }
    },
  }
}
